using System;
using BpfSharp.Kernel.Tests.Infrastructure;
using BpfSharp.Loader;
using BpfSharp.Objects.Instructions;
using BpfSharp.Objects.Model;
using Xunit;
using static BpfSharp.Objects.Instructions.BpfInstructions;

namespace BpfSharp.Kernel.Tests.Loader;

/// <summary>Programs made at run time, with the maps of an object that is loaded.</summary>
public sealed class MadeProgramTests
{
    [Fact]
    public void A_made_program_counts_in_the_objects_global()
    {
        KernelTest.Require();
        using var loaded = new LoadedTestObject(Handmade.CountingObject("xdp", (int)XdpAction.Pass));
        BpfProgramImage image = Image([.. LoadMapValue(1), Mov64Imm(2, 5), Atomic(BpfSize.Double, BpfAtomicOp.Add, 1, 2, 0), Mov64Imm(0, (int)XdpAction.Drop), Exit()]);
        image.Relocations.Add(new BpfRelocation(0, BpfRelocationKind.Data, ".bss", 0));
        using (MadeXdpProgram made = loaded.LoadXdp(image))
        {
            Assert.Equal(XdpAction.Drop, made.Program.Run(new byte[60]).Verdict);
            Assert.Equal("made", made.Program.Name);
        }

        Assert.Equal(XdpAction.Pass, loaded.XdpProgram("count").Run(new byte[60]).Verdict);
        Assert.Equal(6ul, loaded.Views.Global<ulong>(Handmade.Counter).Value);
    }

    [Fact]
    public void What_can_not_be_is_named()
    {
        KernelTest.Require();
        using var loaded = new LoadedTestObject(Handmade.Constant("xdp", (int)XdpAction.Pass));
        BpfProgramImage strange = Image([.. LoadMap(1), Mov64Imm(0, 0), Exit()]);
        strange.Relocations.Add(new BpfRelocation(0, BpfRelocationKind.Map, "Strange", 0));
        Assert.Contains("no map 'Strange'", Assert.Throws<ArgumentException>(() => loaded.LoadXdp(strange)).Message);
        BpfProgramImage tc = Image([Mov64Imm(0, 0), Exit()], "tc");
        Assert.Contains("section 'tc', which is not for XDP", Assert.Throws<ArgumentException>(() => loaded.LoadXdp(tc)).Message);
        BpfProgramImage calling = Image([CallKernelFunction(0), Exit()]);
        calling.Relocations.Add(new BpfRelocation(0, BpfRelocationKind.KernelFunction, "bpf_other", 0));
        Assert.Contains("calls kernel function 'bpf_other'", Assert.Throws<ArgumentException>(() => loaded.LoadXdp(calling)).Message);
        VerifierException refused = Assert.Throws<VerifierException>(() => loaded.LoadXdp(Image([Load(BpfSize.Word, 1, 1, 0), Load(BpfSize.Byte, 0, 1, 0), Exit()])));
        Assert.Contains("made", refused.Message);
        loaded.Dispose();
        Assert.Throws<ObjectDisposedException>(() => loaded.LoadXdp(tc));
    }

    private static BpfProgramImage Image(BpfInstruction[] code, string section = "xdp")
    {
        var image = new BpfProgramImage { Name = "made", Section = section };
        image.Instructions.AddRange(code);
        return image;
    }
}
