using System;
using BpfSharp.Objects.Instructions;
using BpfSharp.Objects.Model;
using Xunit;

namespace BpfSharp.Loader.Tests;

public sealed class ObjectCheckTests
{
    [Fact]
    public void Sound_object_passes() => ObjectCheck.Check(Sound());

    [Fact]
    public void Two_of_a_name_are_refused()
    {
        BpfObject source = Sound();
        source.Maps.Add(new BpfMapDefinition { Name = "Things" });
        Refused(source, "two maps named 'Things'");
        source = Sound();
        source.Programs.Add(source.Programs[0]);
        Refused(source, "two programs named 'count'");
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(99)]
    public void Relocation_that_is_on_no_64_bit_load_is_refused(int slot)
    {
        BpfObject source = Sound();
        source.Programs[0].Relocations.Add(new BpfRelocation(slot, BpfRelocationKind.Map, "Things", 0));
        Refused(source, $"relocation at slot {slot}");
    }

    [Theory]
    [InlineData(BpfRelocationKind.Map, ".bss")]
    [InlineData(BpfRelocationKind.Data, "Things")]
    [InlineData(BpfRelocationKind.Map, "None")]
    [InlineData(BpfRelocationKind.KernelFunction, "bpf_none")]
    public void Relocation_to_nothing_is_refused(BpfRelocationKind kind, string symbol)
    {
        BpfObject source = Sound();
        if (kind == BpfRelocationKind.KernelFunction)
            source.Programs[0].Instructions[0] = BpfInstructions.CallKernelFunction(0);
        source.Programs[0].Relocations.Clear();
        source.Programs[0].Relocations.Add(new BpfRelocation(0, kind, symbol, 0));
        Refused(source, $"refers to '{symbol}'");
    }

    [Theory]
    [InlineData(4, 8)]
    [InlineData(-1, 4)]
    [InlineData(0, 0)]
    [InlineData(0, 9)]
    public void Variable_outside_of_its_section_is_refused(int offset, int size)
    {
        BpfObject source = Sound();
        source.DataSections[0].Variables.Add(new BpfVariable("s_wild", offset, size, 0));
        Refused(source, "'s_wild' lies outside");
    }

    [Fact]
    public void Section_of_an_unknown_program_type_is_refused()
    {
        BpfObject source = Sound();
        source.Programs[0].Section = "kprobe/do_exit";
        Refused(source, "'kprobe/do_exit', whose program type the loader does not know");
    }

    [Fact]
    public void Program_without_instructions_is_refused()
    {
        BpfObject source = Sound();
        source.Programs[0].Instructions.Clear();
        source.Programs[0].Relocations.Clear();
        Refused(source, "'count' has no instructions");
    }

    private static void Refused(BpfObject source, string reason) =>
        Assert.Contains(reason, Assert.Throws<BpfObjectException>(() => ObjectCheck.Check(source)).Message, StringComparison.Ordinal);

    private static BpfObject Sound()
    {
        var source = new BpfObject();
        source.Maps.Add(new BpfMapDefinition { Name = "Things", MapType = 1, KeySize = 4, ValueSize = 4, MaxEntries = 1 });
        source.DataSections.Add(new BpfDataSection { Name = ".bss", Content = new byte[8], Variables = { new BpfVariable("s_count", 0, 8, 0) } });
        var program = new BpfProgramImage { Name = "count", Section = "xdp" };
        program.Instructions.AddRange([.. BpfInstructions.LoadMap(1), BpfInstructions.Mov64Imm(0, 2), BpfInstructions.Exit()]);
        program.Relocations.Add(new BpfRelocation(0, BpfRelocationKind.Map, "Things", 0));
        source.Programs.Add(program);
        return source;
    }
}
