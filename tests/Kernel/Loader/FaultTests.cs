using System.Collections.Generic;
using BpfSharp.Kernel.Tests.Infrastructure;
using BpfSharp.Objects.Instructions;
using BpfSharp.Objects.Model;
using Xunit;
using static BpfSharp.Objects.Instructions.BpfInstructions;

namespace BpfSharp.Kernel.Tests.Loader;

public sealed class FaultTests
{
    private const int MapLookup = 1;
    private const int PerCpuArrayType = 6;

    [Fact]
    public void Faults_are_counted_by_site_and_only_those_that_happened_are_listed()
    {
        KernelTest.Require();
        BpfObject source = Faulting(site: 1);
        source.Info!.FaultSites.Add(new BpfFaultSite(0, "fault", nameof(FaultKind.DivideByZero), "/src/A.cs", 11, 3));
        source.Info.FaultSites.Add(new BpfFaultSite(1, "fault", nameof(FaultKind.PacketOutOfRange), "/src/A.cs", 22, 5));
        using var loaded = new LoadedTestObject(source);
        Assert.Empty(loaded.ReadFaults());
        for (int i = 0; i < 3; i++)
            loaded.XdpProgram("fault").Run(new byte[60]);
        FaultCount fault = Assert.Single(loaded.ReadFaults());
        Assert.Equal(new FaultCount(new FaultSite("fault", FaultKind.PacketOutOfRange, "/src/A.cs", 22), 3), fault);
    }

    [Fact]
    public void Object_without_faults_has_none()
    {
        KernelTest.Require();
        using var loaded = new LoadedTestObject(Handmade.Constant("xdp", (int)XdpAction.Pass));
        IReadOnlyList<FaultCount> faults = loaded.ReadFaults();
        Assert.Empty(faults);
    }

    // A program that adds one to the counter of its site on this CPU, as the compiler's fault paths do.
    private static BpfObject Faulting(int site)
    {
        var source = new BpfObject { Info = new BpfSharpInfo { TargetKernel = "6.1", FaultMap = "bpfsharp_faults" } };
        source.Maps.Add(Handmade.Map("bpfsharp_faults", PerCpuArrayType, 4, 8, 2));
        Handmade.AddProgram(
            source,
            "fault",
            "xdp",
            [
                StoreImm(BpfSize.Word, 10, -4, site),
                .. LoadMap(1),
                Mov64(2, 10),
                Alu64Imm(BpfAluOp.Add, 2, -4),
                Call(MapLookup),
                JumpIfImm(BpfCondition.Equal, 0, 0, 3),
                Load(BpfSize.Double, 1, 0, 0),
                Alu64Imm(BpfAluOp.Add, 1, 1),
                Store(BpfSize.Double, 0, 1, 0),
                Mov64Imm(0, 0),
                Exit(),
            ],
            (1, BpfRelocationKind.Map, "bpfsharp_faults", 0));
        return source;
    }
}
