using System;
using BpfSharp.Protocols;
using BpfSharp.Simulation;
using BpfSharp.Testing;
using EgressScheduler;
using EgressScheduler.Configuration;
using Xunit;

namespace BpfSharp.Samples.Tests.EgressScheduler;

/// <summary>Departure times, as plain C#: the simulation's clock stands still until it is told to go on.</summary>
public sealed class DepartureTests : IDisposable
{
    private const string Plan = """
        default rate 16mbit
        class gold 10 rate 8mbit
        udp to any port 9001 -> gold
        """;

    private const int Length = 1_000; // bytes: 1 ms at 8 Mbit/s, half of it at 16
    private const ulong Millisecond = 1_000_000;

    private readonly EgressSimulation _egress = new();

    public DepartureTests()
    {
        Assert.Empty(new EgressStore(_egress, new PacedClasses(_egress)).Load(Plan));
        _egress.Environment.Advance(TimeSpan.FromSeconds(5));
    }

    [Fact]
    public void Packets_of_a_class_depart_one_behind_the_other()
    {
        ulong first = Departure(9001);
        Assert.Equal(first + Millisecond, Departure(9001));
        Assert.Equal(first + 2 * Millisecond, Departure(9001));
    }

    [Fact]
    public void Classes_do_not_wait_for_each_other()
    {
        ulong gold = Departure(9001);
        Assert.Equal(gold, Departure(9005));
        Assert.Equal(gold + Millisecond / 2, Departure(9005));
        Assert.Equal(gold + Millisecond, Departure(9001));
    }

    [Fact]
    public void Time_that_nobody_used_is_gone()
    {
        ulong first = Departure(9001);
        _egress.Environment.Advance(TimeSpan.FromMilliseconds(10));
        Assert.Equal(first + 10 * Millisecond, Departure(9001));
        Assert.Equal(first + 11 * Millisecond, Departure(9001));
    }

    [Fact]
    public void What_would_wait_for_too_long_is_dropped_and_takes_no_time()
    {
        const int Most = (int)(Egress.Horizon / Millisecond);
        for (int i = 0; i <= Most; i++)
            Assert.Equal(TcAction.Next, Send(9001).Verdict);
        Assert.Equal(TcAction.Shot, Send(9001).Verdict);
        Assert.Equal(TcAction.Shot, Send(9001).Verdict);
        Assert.Equal(2UL, _egress.TooLate);
        _egress.Environment.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(TcAction.Next, Send(9001).Verdict);
        Assert.Equal(TcAction.Shot, Send(9001).Verdict);
    }

    public void Dispose() => _egress.Dispose();

    private ulong Departure(ushort port) => Send(port).Timestamp;

    private TcResult Send(ushort port) => _egress.Depart.Run(
        Packets.Udp(Ipv4Address.Parse("10.86.0.1"), Ipv4Address.Parse("10.86.0.2"), 4000, port, new byte[Length - 42]));
}
