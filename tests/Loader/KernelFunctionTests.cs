using System;
using System.Collections.Generic;
using System.IO;
using BpfSharp.Loader.Btf;
using BpfSharp.Objects.Btf;
using BpfSharp.Objects.Instructions;
using BpfSharp.Objects.Model;
using Xunit;

namespace BpfSharp.Loader.Tests;

public sealed class KernelFunctionTests
{
    [Fact]
    public void Functions_are_found_behind_types_of_every_kind()
    {
        BtfTypes types = Kernel();
        Dictionary<string, int> found = FunctionScan.Find(Bytes(types), new HashSet<string> { "bpf_first", "bpf_last", "bpf_none" });
        Assert.Equal(2, found.Count);
        Assert.Equal("bpf_first", types[found["bpf_first"]].Name);
        Assert.Equal("bpf_last", types[found["bpf_last"]].Name);
    }

    [Fact]
    public void A_variable_of_that_name_is_no_function() => Assert.Empty(FunctionScan.Find(Bytes(Kernel()), new HashSet<string> { "bpf_state" }));

    [Fact]
    public void What_the_kernel_has_not_got_is_named()
    {
        var source = new BpfObject();
        source.KernelFunctions.Add(new("bpf_first", 1));
        source.KernelFunctions.Add(new("bpf_new_thing", 1));
        var program = new BpfProgramImage { Name = "Filter", Section = "xdp", Instructions = { BpfInstructions.CallKernelFunction(0) } };
        program.Relocations.Add(new BpfRelocation(0, BpfRelocationKind.KernelFunction, "bpf_new_thing", 0));
        source.Programs.Add(program);
        MissingKernelFunctionException thrown = Assert.Throws<MissingKernelFunctionException>(() => KernelFunctions.Resolve(source, Bytes(Kernel()), "6.1.9", "Build it so."));
        Assert.Equal("bpf_new_thing", thrown.FunctionName);
        Assert.StartsWith("Program 'Filter' calls the kernel function 'bpf_new_thing', which this kernel (Linux 6.1.9) does not have", thrown.Message, StringComparison.Ordinal);
        Assert.EndsWith("Build it so.", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Damaged_types_are_refused_whatever_is_cut_off()
    {
        byte[] bytes = Bytes(Kernel());
        for (int length = 0; length < bytes.Length; length++)
        {
            byte[] cut = bytes[..length];
            Assert.Throws<BpfException>(() => FunctionScan.Find(cut, new HashSet<string> { "bpf_none" }));
        }
    }

    [Fact]
    public void The_running_kernels_own_types_are_walked_to_the_end()
    {
        const string Types = "/sys/kernel/btf/vmlinux";
        Assert.SkipUnless(File.Exists(Types), "this kernel has no BTF");
        byte[] bytes = File.ReadAllBytes(Types);
        Assert.Empty(FunctionScan.Find(bytes, new HashSet<string> { "no function has this name" }));
        Assert.Single(FunctionScan.Find(bytes, new HashSet<string> { "bpf_prog_load" }));
    }

    private static byte[] Bytes(BtfTypes types) => BtfWriter.Write(types, new BtfStringTable());

    private static BtfTypes Kernel()
    {
        var types = new BtfTypes();
        int number = types.Add(new BtfInt(4, 1) { Name = "int" });
        int prototype = types.Add(new BtfFunctionPrototype(number, [new("a", number), new("b", number)]));
        types.Add(new BtfFunction(prototype, 0) { Name = "bpf_first" });
        types.Add(new BtfArray(number, number, 3));
        types.Add(new BtfStruct(8, false, [new("x", number, 0), new("y", number, 32)]) { Name = "pair" });
        types.Add(new BtfStruct(4, true, [new("x", number, 0)]) { Name = "either" });
        types.Add(new BtfEnum(4, true, [new("A", -1), new("B", 2)]) { Name = "small" });
        types.Add(new BtfEnum(8, false, [new("C", 1)]) { Name = "large" });
        types.Add(new BtfForward(true) { Name = "later" });
        types.Add(new BtfTypedef(number) { Name = "named" });
        types.Add(new BtfQualifier(BtfKind.TypeTag, number) { Name = "user" });
        types.Add(new BtfFloat(8) { Name = "double" });
        int variable = types.Add(new BtfVariable(number, 1) { Name = "bpf_state" });
        types.Add(new BtfDataSection(4, [new(variable, 0, 4)]) { Name = ".data" });
        types.Add(new BtfDeclTag(variable, -1) { Name = "tag" });
        types.Add(new BtfPointer(number));
        types.Add(new BtfFunction(prototype, 1) { Name = "bpf_last" });
        return types;
    }
}
