using BpfSharp.Object.Tests.Elf;
using BpfSharp.Object.Tests.Support;
using BpfSharp.Objects.Elf;
using BpfSharp.Objects.Instructions;
using BpfSharp.Objects.Model;
using Xunit;

namespace BpfSharp.Object.Tests.Judges;

public sealed class BpftoolTests
{
    [Theory]
    [MemberData(nameof(RoundTripTests.Samples), MemberType = typeof(RoundTripTests))]
    public void Loads_all_programs_in_silence(string name)
    {
        using var folder = new TemporaryFolder();
        BpfObject model = RoundTripTests.Sample(name);
        using PinnedPrograms programs = PinnedPrograms.Load(folder.Write("sample.o", BpfObjectWriter.Write(model)));
        Assert.Equal("", programs.Output);
        foreach (BpfProgramImage program in model.Programs)
            Assert.NotEqual("", programs.Dump(program.Name));
    }

    [Fact]
    public void The_kernel_knows_the_source_lines()
    {
        using var folder = new TemporaryFolder();
        BpfObject model = SampleObjects.Full();
        using PinnedPrograms programs = PinnedPrograms.Load(folder.Write("full.o", BpfObjectWriter.Write(model)));
        string dump = programs.Dump("filter", "linum");

        Assert.Contains("int filter(struct xdp_md * value):", dump);
        foreach (BpfLineInfo line in model.Programs[0].Lines)
            Assert.Contains($"; {line.Text.Trim()} [file:{line.File} line_num:{line.Line} line_col:{line.Column}]", dump);
    }

    [Fact]
    public void Lines_may_lack_their_text()
    {
        using var folder = new TemporaryFolder();
        BpfObject model = SampleObjects.Full();
        model.Programs[0].Lines[1] = model.Programs[0].Lines[1] with { Text = "", File = "", Line = int.MaxValue, Column = int.MaxValue };
        using PinnedPrograms programs = PinnedPrograms.Load(folder.Write("full.o", BpfObjectWriter.Write(model)));
        Assert.Equal("", programs.Output);
        Assert.Contains("line_num:4194303 line_col:1023", programs.Dump("filter", "linum"));
    }

    [Fact]
    public void Values_of_data_sections_reach_the_program()
    {
        using var folder = new TemporaryFolder();
        BpfObject model = SampleObjects.Full();
        BpfProgramImage program = model.Programs[1];
        program.Instructions.Clear();
        program.Instructions.AddRange(BpfInstructions.LoadMapValue(1));
        program.Instructions.Add(BpfInstructions.Load(BpfSize.Byte, 0, 1, 0));
        program.Instructions.AddRange(BpfInstructions.LoadMapValue(1));
        program.Instructions.Add(BpfInstructions.Load(BpfSize.Half, 1, 1, 0));
        program.Instructions.Add(BpfInstructions.Alu64(BpfAluOp.Add, 0, 1));
        program.Instructions.Add(BpfInstructions.Exit());
        program.Relocations.Add(new(0, BpfRelocationKind.Data, ".rodata", 8));
        program.Relocations.Add(new(3, BpfRelocationKind.Data, ".data", 2));

        using PinnedPrograms programs = PinnedPrograms.Load(folder.Write("full.o", BpfObjectWriter.Write(model)));
        Assert.Equal(7 + 0x0403, programs.Run(folder, "second"));
    }

    [Fact]
    public void Subprograms_are_called()
    {
        using var folder = new TemporaryFolder();
        using PinnedPrograms programs = PinnedPrograms.Load(folder.Write("calls.o", BpfObjectWriter.Write(SampleObjects.WithSubprograms())));
        Assert.Equal(7, programs.Run(folder, "calls"));
    }

    [Fact]
    public void Kernel_functions_are_called()
    {
        using var folder = new TemporaryFolder();
        using PinnedPrograms programs = PinnedPrograms.Load(folder.Write("sum.o", BpfObjectWriter.Write(SampleObjects.WithKernelFunctions())));
        Assert.Equal(7, programs.Run(folder, "sum"));
    }
}
