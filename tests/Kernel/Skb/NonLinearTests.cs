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
    public void What_the_packet_has_beyond_its_linear_part_is_made_linear()
    {
        KernelTest.Require("ethtool");
        using VethPair pair = Segments.Pair();
        using FarProgramsObject loaded = FarProgramsLoader.Load();
        using TcLink link = pair.Near.Run(() => loaded.Ask.Attach(VethPair.NearInterface, TcDirection.Egress));

        Assert.True(Segments.Transfer(pair, Value));
        Assert.Empty(loaded.ReadFaults());
        Assert.NotEqual(0ul, loaded.Large);
        Assert.Equal(0ul, loaded.AnsweredNo);
        Assert.Equal(loaded.Large, loaded.Matches);
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

    [Fact]
    public void References_from_before_a_pull_lead_to_the_same_bytes_after_it()
    {
        KernelTest.Require("ethtool");
        using VethPair pair = Segments.Pair();
        using DeepProgramsObject loaded = DeepProgramsLoader.Load();
        using TcLink link = pair.Near.Run(() => loaded.Compare.Attach(VethPair.NearInterface, TcDirection.Egress));

        Assert.True(Segments.Transfer(pair, DeepPrograms.ByteAt));
        Assert.Empty(loaded.ReadFaults());
        Assert.NotEqual(0ul, loaded.Large);
        Assert.Equal((0ul, 0ul), (loaded.Wrong, loaded.Absent));
        Assert.Equal(loaded.Large * 5, loaded.Right);
    }

    [Fact]
    public void What_is_written_through_references_from_before_a_pull_goes_to_the_right_bytes()
    {
        KernelTest.Require("ethtool");
        using VethPair pair = Segments.Pair();
        using DeepProgramsObject near = DeepProgramsLoader.Load();
        using DeepProgramsObject far = DeepProgramsLoader.Load();
        using TcLink there = pair.Near.Run(() => near.Rewrite.Attach(VethPair.NearInterface, TcDirection.Egress));
        using TcLink back = pair.Far.Run(() => far.Rewrite.Attach(VethPair.FarInterface, TcDirection.Ingress));

        Assert.True(Segments.Transfer(pair, DeepPrograms.ByteAt));
        Assert.Empty(near.ReadFaults());
        Assert.Empty(far.ReadFaults());
        Assert.NotEqual(0ul, near.Large);
        Assert.Equal((0ul, 0ul, 0ul), (near.Absent, far.Absent, near.Marked));
        Assert.Equal((near.Large, near.Large), (far.Large, far.Marked));
    }

    [Fact]
    public void The_last_bytes_of_a_large_segment_are_reached()
    {
        KernelTest.Require("ethtool");
        using VethPair pair = Segments.Pair();
        using DeepProgramsObject loaded = DeepProgramsLoader.Load();
        using TcLink link = pair.Near.Run(() => loaded.Ends.Attach(VethPair.NearInterface, TcDirection.Egress));

        Assert.True(Segments.Transfer(pair, DeepPrograms.ByteAt));
        Assert.Empty(loaded.ReadFaults());
        Assert.NotEqual(0ul, loaded.Large);
        Assert.Equal((0ul, 0ul), (loaded.Wrong, loaded.Absent));
        Assert.Equal(loaded.Large * 3, loaded.Right);
    }

    [Fact]
    public void A_loop_that_becomes_a_callback_walks_over_all_of_the_payload()
    {
        KernelTest.Require("ethtool");
        using VethPair pair = Segments.Pair();
        using DeepProgramsObject loaded = DeepProgramsLoader.Load();
        using TcLink link = pair.Near.Run(() => loaded.Walk.Attach(VethPair.NearInterface, TcDirection.Egress));

        Assert.True(Segments.Transfer(pair, DeepPrograms.ByteAt));
        Assert.Empty(loaded.ReadFaults());
        Assert.NotEqual(0ul, loaded.Large);
        Assert.Equal((0ul, 0ul), (loaded.Wrong, loaded.Absent));
        Assert.Equal(loaded.Large, loaded.Right);
    }

    [Fact]
    public void References_lead_to_the_same_bytes_behind_calls_in_which_bytes_are_pulled()
    {
        KernelTest.Require("ethtool");
        using VethPair pair = Segments.Pair();
        using DeepProgramsObject loaded = DeepProgramsLoader.Load();
        using TcLink link = pair.Near.Run(() => loaded.Calls.Attach(VethPair.NearInterface, TcDirection.Egress));

        Assert.True(Segments.Transfer(pair, DeepPrograms.ByteAt));
        Assert.Empty(loaded.ReadFaults());
        Assert.NotEqual(0ul, loaded.Large);
        Assert.Equal(0ul, loaded.Wrong);
        Assert.Equal(loaded.Large * 2, loaded.Right);
    }
}
