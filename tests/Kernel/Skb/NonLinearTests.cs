using System;
using BpfSharp.Kernel.Tests.Infrastructure;
using BpfSharp.Loader;
using Xunit;

namespace BpfSharp.Kernel.Tests.Skb;

/// <summary>Real segments over a veth, 65,226 bytes long with 66 linear: a test run makes linear packets only.</summary>
public sealed class NonLinearTests
{
    private const byte Value = unchecked((byte)FarPrograms.Pattern);

    [Fact]
    public void What_the_packet_has_beyond_its_linear_part_is_never_answered_with_no()
    {
        KernelTest.Require("ethtool");
        using VethPair pair = Segments.Pair();
        using FarProgramsObject loaded = FarProgramsLoader.Load();
        using TcLink link = pair.Near.Run(() => loaded.Ask.Attach(VethPair.NearInterface, TcDirection.Egress));

        Assert.True(Segments.Transfer(pair, Value));
        FaultCount faults = Assert.Single(loaded.ReadFaults());
        Assert.Equal(FaultKind.PacketOutOfRange, faults.Site.Kind);
        Assert.NotEqual(0ul, faults.Count);
        Assert.Equal(0ul, loaded.AnsweredNo);
        Assert.Equal(loaded.Large, faults.Count + loaded.Matches);
    }

    [Fact]
    public void What_was_pulled_is_read()
    {
        KernelTest.Require("ethtool");
        using VethPair pair = Segments.Pair();
        using FarProgramsObject loaded = FarProgramsLoader.Load();
        using TcLink link = pair.Near.Run(() => loaded.PullAndAsk.Attach(VethPair.NearInterface, TcDirection.Egress));

        Assert.True(Segments.Transfer(pair, Value));
        Assert.Empty(loaded.ReadFaults());
        Assert.NotEqual(0ul, loaded.Large);
        Assert.Equal(loaded.Large, loaded.Matches);
    }

    [Fact]
    public void Beyond_the_packet_the_answer_is_no()
    {
        KernelTest.Require("ethtool");
        using VethPair pair = Segments.Pair();
        using FarProgramsObject loaded = FarProgramsLoader.Load();
        using TcLink link = pair.Near.Run(() => loaded.AskBeyond.Attach(VethPair.NearInterface, TcDirection.Egress));

        Assert.True(Segments.Transfer(pair, Value));
        Assert.Empty(loaded.ReadFaults());
        Assert.NotEqual(0ul, loaded.Large);
        Assert.Equal(loaded.Large, loaded.AnsweredNo);
    }
}
