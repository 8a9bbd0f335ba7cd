using BpfSharp.Kernel.Tests.Differential.Programs;
using BpfSharp.Kernel.Tests.Infrastructure;
using Xunit;

namespace BpfSharp.Kernel.Tests.Differential;

/// <summary>bpf_loop gives up after 8,388,607 rounds: that must never look like a loop that has ended.</summary>
public sealed class LoopLimitTests
{
    [Fact]
    public void A_loop_that_the_kernel_ends_is_a_fault()
    {
        KernelTest.Require();
        using LoopLimitProgramsObject loaded = LoopLimitProgramsLoader.Load();
        Assert.Equal(XdpAction.Drop, loaded.Endless.Run(new byte[60]).Verdict);
        FaultCount fault = Assert.Single(loaded.ReadFaults());
        Assert.Equal(("Endless", FaultKind.LoopLimit, 1ul), (fault.Site.Program, fault.Site.Kind, fault.Count));
    }

    [Theory]
    [InlineData(60, XdpAction.Pass)]
    [InlineData(83, XdpAction.Pass)]
    [InlineData(84, XdpAction.Drop)]
    public void A_loop_ends_by_itself_up_to_the_limit(int length, XdpAction verdict)
    {
        KernelTest.Require();
        using LoopLimitProgramsObject loaded = LoopLimitProgramsLoader.Load();
        Assert.Equal(verdict, loaded.Long.Run(new byte[length]).Verdict);
    }
}
