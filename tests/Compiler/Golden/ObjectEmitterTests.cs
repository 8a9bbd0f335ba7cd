using System.Collections.Generic;
using System.Linq;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Output;
using BpfSharp.Compiler.Tests.Passes;
using BpfSharp.Objects.Btf;
using BpfSharp.Objects.Elf;
using BpfSharp.Objects.Instructions;
using BpfSharp.Objects.Model;
using Xunit;

namespace BpfSharp.Compiler.Tests.Golden;

/// <summary>Code and positions in, the object's model out.</summary>
public sealed class ObjectEmitterTests
{
    private const string Program = """
        module "P" license "Dual MIT/GPL" spans 9
        helper "bpf_map_lookup_elem" 1 (Map, MapKey) effects 2 since "3.19"
        type "Ns.Colour" enum of u8 { "Red" = 1; "Blue" = 4; }
        type "Ns.Inner" sequential { "A": u8; "B": u32; }
        type "Ns.Pair`2" sequential generic 2 { "First": !0; "Second": !1; }
        type "Ns.Union" explicit { "Whole": u64 at 0; "High": u32 at 4; "Low": u32 at 0; }
        type "Ns.Outer" sequential { "I": [Ns.Inner] * 2; "P": [Ns.Pair`2<u16, i64>]; "U": [Ns.Union]; "<V>k__BackingField": [Ns.Colour]; }
        map "M" type 1 key u32 value [Ns.Outer] max 7 flags 1 pin 1
        global "seen": u64
        constant "Limit": u32 = "2a000000"
        program "Main" xdp section "xdp" onfault 0 = "Main"
        func "Main" generic 0 -> i32 param "ctx": ptr @1 {
        ^0(%0: ptr):
          %1: ptr = global.addr "seen" @2
          %2: i64 = load u64 %1 @2
          %3: i64 = add %2, 1L @2
          store u64 %1, %3 @3
          %4: ptr = global.addr "Limit" @4
          %5: i32 = load u32 %4 @4
          %6: i32 = ne %5, 0 @5
          guard #4 %6 @5
          ret %5 @6
        }
        """;

    [Fact]
    public void Maps_have_their_declared_facts_and_types() =>
        Assert.Equal(
            [("M", 1, 4, 48, 7u, 1u, 1), ("bpfsharp_faults", 6, 4, 8, 1u, 0u, 0)],
            Emit().Maps.Select(static m => (m.Name, m.MapType, m.KeySize, m.ValueSize, m.MaxEntries, m.Flags, m.Pinning)));

    [Fact]
    public void Constants_lie_in_rodata_with_their_bytes_and_variables_without_a_value_in_bss() =>
        Assert.Equal(
            [".bss 0000000000000000 seen@0", ".rodata 2A000000 Limit@0"],
            Emit().DataSections.OrderBy(static s => s.Name).Select(static s => $"{s.Name} {System.Convert.ToHexString(s.Content)} {s.Variables.Single().Name}@{s.Variables.Single().Offset}"));

    [Fact]
    public void A_struct_has_its_fields_at_their_offsets_in_bits_with_names_that_are_C_identifiers() => AssertStruct("Ns_Outer", 48, "I@0", "P@128", "U@256", "V@320");

    [Fact]
    public void A_generic_struct_is_one_type_for_each_list_of_arguments() => AssertStruct("Ns_Pair_2_u16_i64", 16, "First@0", "Second@64");

    [Fact]
    public void Members_of_an_explicit_struct_come_by_rising_offset() => AssertStruct("Ns_Union", 8, "Whole@0", "Low@0", "High@32");

    [Fact]
    public void An_enum_has_its_values_and_its_size()
    {
        BtfEnum colour = Emit().Types.All.OfType<BtfEnum>().Single();
        Assert.Equal((1, false), (colour.Size, colour.IsSigned));
        Assert.Equal([("Red", 1L), ("Blue", 4L)], colour.Values.Select(static v => (v.Name, v.Value)));
    }

    [Fact]
    public void The_main_function_takes_the_kernels_context_struct()
    {
        BpfObject model = Emit();
        var function = (BtfFunction)model.Types[model.Programs[0].Functions.Single().TypeId];
        var prototype = (BtfFunctionPrototype)model.Types[function.TypeId];
        var pointer = (BtfPointer)model.Types[prototype.Parameters.Single().TypeId];
        Assert.Equal("xdp_md", ((BtfForward)model.Types[pointer.TypeId]).Name);
    }

    [Fact]
    public void Lines_rise_begin_at_the_functions_start_and_never_stand_on_a_second_slot()
    {
        BpfProgramImage image = Emit().Programs[0];
        int[] slots = image.Lines.Select(static l => l.Slot).ToArray();
        Assert.Equal(0, slots[0]);
        Assert.Equal(slots.Distinct().Order(), slots);
        for (int slot = 0; slot < image.Instructions.Count; slot++)
        {
            if (image.Instructions[slot].Opcode == BpfOpcodes.LoadImmediate64)
                Assert.DoesNotContain(++slot, slots);
        }
    }

    [Fact]
    public void A_line_is_not_said_twice_in_a_row()
    {
        List<BpfLineInfo> lines = Emit().Programs[0].Lines;
        Assert.All(lines.Zip(lines.Skip(1)), static pair => Assert.NotEqual((pair.First.File, pair.First.Line, pair.First.Column), (pair.Second.File, pair.Second.Line, pair.Second.Column)));
    }

    [Fact]
    public void Line_text_is_trimmed_and_columns_fit_their_ten_bits()
    {
        BpfProgramImage image = Emit(column: 5000).Programs[0];
        Assert.All(image.Lines, static l => Assert.True(l.Column == 1023 && l.Text.StartsWith("line", System.StringComparison.Ordinal)));
    }

    [Fact]
    public void Without_sources_there_are_no_lines() => Assert.Empty(ObjectEmitter.Emit(Compile(IrText.Module(Program)), SourceMap.Empty).Programs[0].Lines);

    [Fact]
    public void A_fault_site_says_its_program_its_kind_and_its_place()
    {
        BpfSharpInfo info = Emit().Info!;
        Assert.Equal(("6.1", "bpfsharp_faults"), (info.TargetKernel, info.FaultMap));
        Assert.Equal(new BpfFaultSite(0, "Main", "DivideByZero", "P.cs", 15, 3), info.FaultSites.Single());
    }

    [Fact]
    public void A_program_that_can_not_fault_has_no_fault_map()
    {
        BpfObject model = ObjectEmitter.Emit(Compile(IrText.Module(Program.Replace("guard #4 %6 @5", ""))), Sources(3));
        Assert.Equal(["M"], model.Maps.Select(static m => m.Name));
        Assert.Null(model.Info!.FaultMap);
    }

    [Fact]
    public void The_same_text_gives_the_same_bytes() => Assert.Equal(Bytes(IrText.Module(Program)), Bytes(IrText.Module(Program)));

    [Fact]
    public void The_order_in_which_types_and_functions_were_found_does_not_matter()
    {
        const string Callee = "\nfunc \"Other\" generic 0 -> i32 {\n^0:\nret 3\n}";
        IrModule module = IrText.Module(Program.Replace("ret %5 @6", "%7: i32 = call \"Other\" @6\nret %7 @6") + Callee);
        IrModule shuffled = IrText.Module("module \"P\" license \"Dual MIT/GPL\" spans 9");
        foreach (var type in module.Types.Reverse())
            shuffled.Types.Add(type.Key, type.Value);
        foreach (var function in module.Functions.Reverse())
            shuffled.Functions.Add(function.Key, function.Value);
        foreach (var helper in module.Helpers.Reverse())
            shuffled.Helpers.Add(helper.Key, helper.Value);
        shuffled.Maps.AddRange(module.Maps);
        shuffled.Globals.AddRange(module.Globals);
        shuffled.Programs.AddRange(module.Programs);
        Assert.Equal(Bytes(module), Bytes(shuffled));
    }

    private static void AssertStruct(string name, int size, params string[] members)
    {
        BtfStruct found = Emit().Types.All.OfType<BtfStruct>().Single(s => s.Name == name);
        Assert.Equal(size, found.Size);
        Assert.Equal(members, found.Members.Select(static m => $"{m.Name}@{m.Offset}"));
    }

    private static BpfObject Emit(int column = 3) => ObjectEmitter.Emit(Compile(IrText.Module(Program)), Sources(column));

    private static byte[] Bytes(IrModule module) => BpfObjectWriter.Write(ObjectEmitter.Emit(Compile(module), Sources(3)));

    private static CompiledModule Compile(IrModule module)
    {
        CompilationResult result = BpfCompiler.Compile(module, [], new CompilerOptions { VerifyPasses = true });
        Assert.Empty(result.Diagnostics);
        return result.Module!;
    }

    private static SourceMap Sources(int column) =>
        new(Enumerable.Range(10, 9).Select(n => new SourcePosition("P.cs", n, column, n, column + 4, $"    line {n}; ")).ToArray());
}
