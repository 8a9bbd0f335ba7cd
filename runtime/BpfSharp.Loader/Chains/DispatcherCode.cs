using System.Collections.Generic;
using BpfSharp.Objects.Btf;
using BpfSharp.Objects.Instructions;
using BpfSharp.Objects.Model;
using static BpfSharp.Objects.Instructions.BpfInstructions;

namespace BpfSharp.Loader;

/// <summary>The program that calls a chain's programs: a function for each, which the program then takes the place of. Names, configuration and types are those of libxdp's protocol, version 2.</summary>
internal static class DispatcherCode
{
    public const string Name = "xdp_dispatcher";
    public const string Configuration = ".rodata";
    private const string Context = "xdp_md";
    private const uint Version = 2;
    private const int GlobalLinkage = 1;

    // The configuration's number of programs: struct xdp_dispatcher_config.num_progs_enabled.
    private const int CountAt = 2;

    /// <param name="firstFunction">Type id of the function that stands for the first program; the others' follow.</param>
    public static BpfObject Write(IReadOnlyList<DispatcherSlot> slots, out int firstFunction)
    {
        var result = new BpfObject { License = "GPL" };
        var program = new BpfProgramImage { Name = Name, Section = DispatcherConfiguration.AllHaveFragments(slots) ? "xdp.frags" : "xdp" };
        firstFunction = AddTypes(result.Types, slots.Count, out int main);
        program.Instructions.AddRange([Mov64(6, 1), .. LoadMapValue(1), Load(BpfSize.Byte, 7, 1, CountAt)]);
        program.Relocations.Add(new BpfRelocation(1, BpfRelocationKind.Data, Configuration, 0));
        program.Functions.Add(new BpfFunctionInfo(0, Name, main));
        var calls = new List<int>();
        foreach (DispatcherSlot slot in slots)
        {
            program.Instructions.Add(Mov64(1, 6));
            calls.Add(program.Instructions.Count);
            program.Instructions.AddRange([CallSubprogram(0), .. ChainVerdict.ReturnUnless(slot.ContinueOn | 1u << DispatcherConfiguration.Absent)]);
        }
        program.Instructions.AddRange([Mov64Imm(0, (int)XdpAction.Pass), Exit()]);
        for (int i = 0; i < slots.Count; i++)
        {
            int start = program.Instructions.Count;
            program.Instructions[calls[i]] = CallSubprogram(start - calls[i] - 1);
            program.Functions.Add(new BpfFunctionInfo(start, Function(i), firstFunction + i));
            program.Instructions.AddRange([Mov64Imm(0, DispatcherConfiguration.Absent), Exit()]);
        }
        result.Programs.Add(program);
        result.DataSections.Add(new BpfDataSection { Name = Configuration, Content = DispatcherConfiguration.Encode(slots) });
        return result;
    }

    private static string Function(int index) => "prog" + index.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static int AddTypes(BtfTypes types, int functions, out int main)
    {
        int number = types.Append(new BtfInt(4, 1) { Name = "int" });
        int context = types.Append(new BtfPointer(types.Append(new BtfStruct(0, false, []) { Name = Context })));
        int prototype = types.Append(new BtfFunctionPrototype(number, [new BtfParameter("ctx", context)]));
        // A pointer to int[2]: the protocol's version, as BTF-defined maps hold numbers.
        int version = types.Append(new BtfPointer(types.Append(new BtfArray(number, number, Version))));
        int variable = types.Append(new BtfVariable(version, GlobalLinkage) { Name = "dispatcher_version" });
        types.Append(new BtfDataSection(sizeof(ulong), [new BtfSectionVariable(variable, 0, sizeof(ulong))]) { Name = "xdp_metadata" });
        main = types.Append(new BtfFunction(prototype, GlobalLinkage) { Name = Name });
        for (int i = 0; i < functions; i++)
            types.Append(new BtfFunction(prototype, GlobalLinkage) { Name = Function(i) });
        return main + 1;
    }
}
