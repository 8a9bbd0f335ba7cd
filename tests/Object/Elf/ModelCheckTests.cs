using System;
using BpfSharp.Object.Tests.Support;
using BpfSharp.Objects.Elf;
using BpfSharp.Objects.Instructions;
using BpfSharp.Objects.Model;
using Xunit;

namespace BpfSharp.Object.Tests.Elf;

/// <summary>Each contradiction of a model is refused when it is written, with what it is about.</summary>
public sealed class ModelCheckTests
{
    public static TheoryData<string, Action<BpfObject>> Contradictions => new()
    {
        { "'a b'", model => model.Maps[0].Name = "a b" },
        { "name of another symbol", model => model.Maps[1].Name = "Denied" },
        { "name of another symbol", model => model.Programs[1].Name = "s_seen" },
        { "'Denied': the key", model => model.Maps[0].KeySize = 12 },
        { ".bss is not all zero", model => model.DataSections[2].Content[3] = 1 },
        { ".data is empty", model => model.DataSections[1].Content = [] },
        { "'.text' is no name", model => model.DataSections[0].Name = ".text" },
        { "two sections .rodata", model => model.DataSections[1].Name = ".rodata" },
        { "'s_other'", model => model.DataSections[2].Variables[1] = new("s_other", 4, 8, 0) },
        { "'s_other'", model => model.DataSections[2].Variables[1] = new("s_other", 20, 8, 0) },
        { "can't be in section '.text'", model => model.Programs[0].Section = ".text" },
        { "no instructions", model => Clear(model.Programs[1]) },
        { "refers to 'Absent'", model => model.Programs[0].Relocations[2] = new(8, BpfRelocationKind.Map, "Absent", 0) },
        { "refers to '.bss' at 24", model => model.Programs[0].Relocations[0] = new(0, BpfRelocationKind.Data, ".bss", 24) },
        { "relocation at slot 7", model => model.Programs[0].Relocations[2] = new(7, BpfRelocationKind.Map, "Denied", 0) },
        { "relocation at slot 4", model => model.Programs[0].Relocations[2] = new(4, BpfRelocationKind.Map, "Denied", 0) },
        { "line info", model => model.Programs[0].Lines.RemoveAt(0) },
        { "increase at slot 4", model => model.Programs[0].Lines[2] = model.Programs[0].Lines[1] },
        { "second slot", model => model.Programs[0].Lines[1] = model.Programs[0].Lines[1] with { Slot = 5 } },
        { "behind its end, at slot 18", model => model.Programs[0].Lines[2] = model.Programs[0].Lines[2] with { Slot = 18 } },
        { "function info", model => model.Programs[0].Functions[0] = model.Programs[0].Functions[0] with { Slot = 2 } },
        { "type 1", model => model.Programs[0].Functions[0] = model.Programs[0].Functions[0] with { TypeId = 1 } },
        { "without function info", model => model.Programs[0].Functions.Clear() },
        { "function at slot 2 has no function info", model => model.Programs[0].Instructions[14] = BpfInstructions.CallSubprogram(-13) },
        { "function at slot 2 has no line", model => model.Programs[0].Functions.Add(model.Programs[0].Functions[0] with { Slot = 2 }) },
    };

    [Theory]
    [MemberData(nameof(Contradictions))]
    public void Is_refused(string message, Action<BpfObject> spoil)
    {
        BpfObject model = SampleObjects.Full();
        BpfObjectWriter.Write(model);
        spoil(model);
        Assert.Contains(message, Assert.Throws<ArgumentException>(() => BpfObjectWriter.Write(model)).Message);
    }

    [Fact]
    public void A_call_of_the_main_function_is_refused()
    {
        BpfObject model = SampleObjects.Minimal();
        model.Programs[0].Instructions[0] = BpfInstructions.CallSubprogram(-1);
        Assert.Contains("main function", Assert.Throws<ArgumentException>(() => BpfObjectWriter.Write(model)).Message);
    }

    [Theory]
    [InlineData("refers to 'bpf_iter_num_next'", 2, 0)]
    [InlineData("no call of a kernel function", 0, 5)]
    [InlineData("which is no prototype", 0, 0)]
    public void Wrong_kernel_functions_are_refused(string message, int removed, int moved)
    {
        BpfObject model = SampleObjects.WithKernelFunctions();
        if (removed != 0)
            model.KernelFunctions.RemoveRange(1, removed);
        else if (moved != 0)
            model.Programs[0].Relocations[0] = model.Programs[0].Relocations[0] with { Slot = moved };
        else
            model.KernelFunctions[0] = model.KernelFunctions[0] with { TypeId = 1 };
        Assert.Contains(message, Assert.Throws<ArgumentException>(() => BpfObjectWriter.Write(model)).Message);
    }

    private static void Clear(BpfProgramImage program)
    {
        program.Instructions.Clear();
        program.Functions.Clear();
        program.Lines.Clear();
    }
}
