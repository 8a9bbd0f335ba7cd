using System;
using BpfSharp.Kernel.Tests.Infrastructure;
using BpfSharp.Loader;
using Xunit;

namespace BpfSharp.Kernel.Tests.Skb;

/// <summary>Bytes beyond the linear part of real segments, where something is held: a lock, under which nothing may be called, room that is to be given back, a reference that a callback or a <c>finally</c> uses.</summary>
public sealed class HeldTests
{
    private const uint LoopRounds = 25;

    [Theory]
    [InlineData(nameof(HeldPrograms.Locked))]
    [InlineData(nameof(HeldPrograms.LockedWithReferences))]
    [InlineData(nameof(HeldPrograms.LockedInReservation))]
    [InlineData(nameof(HeldPrograms.LockedAgainAndAgain))]
    [InlineData(nameof(HeldPrograms.Reserved))]
    [InlineData(nameof(HeldPrograms.WithSocket))]
    [InlineData(nameof(HeldPrograms.Captured))]
    [InlineData(nameof(HeldPrograms.Finally))]
    [InlineData(nameof(HeldPrograms.FinallyAnew))]
    public void What_is_not_linear_is_read_all_the_same(string name)
    {
        Seen seen = Run(name);
        Assert.Empty(seen.Faults);
        Assert.Equal((0ul, 0ul), (seen.Wrong, seen.Absent));
        Assert.Equal(seen.Large, seen.Right);
        Assert.Equal(name == nameof(HeldPrograms.Finally) ? seen.Large : 0, seen.Marked);
        ulong uses = name.StartsWith("Locked", StringComparison.Ordinal) ? seen.Large : 0;
        Assert.Equal(name == nameof(HeldPrograms.LockedAgainAndAgain) ? uses * LoopRounds : uses, seen.Uses);
    }

    [Fact]
    public void A_fault_under_a_lock_releases_it()
    {
        Seen seen = Run(nameof(HeldPrograms.LockedBehind));
        FaultCount fault = Assert.Single(seen.Faults);
        Assert.Equal((FaultKind.PacketOutOfRange, seen.Large), (fault.Site.Kind, fault.Count));
        // Each segment took the lock, and read what is there.
        Assert.Equal((seen.Large, seen.Large, 0ul), (seen.Uses, seen.Sum, seen.Wrong));
    }

    [Fact]
    public void A_finally_that_runs_on_a_fault_writes_through_its_reference()
    {
        Seen seen = Run(nameof(HeldPrograms.FinallyBehind));
        FaultCount fault = Assert.Single(seen.Faults);
        Assert.Equal((FaultKind.PacketOutOfRange, seen.Large), (fault.Site.Kind, fault.Count));
        Assert.Equal((seen.Large, seen.Large, 0ul), (seen.Right, seen.Absent, seen.Wrong));
        Assert.Equal(seen.Large, seen.Marked);
    }

    private static Seen Run(string name)
    {
        KernelTest.Require("ethtool");
        using VethPair pair = Segments.Pair();
        using HeldProgramsObject near = HeldProgramsLoader.Load();
        using HeldProgramsObject far = HeldProgramsLoader.Load();
        using TcLink counts = pair.Far.Run(() => far.Count.Attach(VethPair.FarInterface, TcDirection.Ingress));
        using TcLink link = pair.Near.Run(() => Of(near, name).Attach(VethPair.NearInterface, TcDirection.Egress));
        Assert.True(Segments.Transfer(pair, DeepPrograms.ByteAt));
        Assert.NotEqual(0ul, near.Large);
        return new Seen(near.Large, near.Right, near.Wrong, near.Absent, far.Right, near.Cells[0].Uses, near.Cells[0].Sum, [.. near.ReadFaults()]);
    }

    private static LoadedTcProgram Of(HeldProgramsObject loaded, string name) => name switch
    {
        nameof(HeldPrograms.Locked) => loaded.Locked,
        nameof(HeldPrograms.LockedWithReferences) => loaded.LockedWithReferences,
        nameof(HeldPrograms.LockedInReservation) => loaded.LockedInReservation,
        nameof(HeldPrograms.LockedAgainAndAgain) => loaded.LockedAgainAndAgain,
        nameof(HeldPrograms.LockedBehind) => loaded.LockedBehind,
        nameof(HeldPrograms.Reserved) => loaded.Reserved,
        nameof(HeldPrograms.WithSocket) => loaded.WithSocket,
        nameof(HeldPrograms.Captured) => loaded.Captured,
        nameof(HeldPrograms.Finally) => loaded.Finally,
        nameof(HeldPrograms.FinallyAnew) => loaded.FinallyAnew,
        nameof(HeldPrograms.FinallyBehind) => loaded.FinallyBehind,
        _ => throw new ArgumentException(name, nameof(name)),
    };

    private sealed record Seen(ulong Large, ulong Right, ulong Wrong, ulong Absent, ulong Marked, uint Uses, ulong Sum, FaultCount[] Faults);
}
