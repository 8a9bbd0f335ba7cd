using System;
using BpfSharp.Runtime.Tests.Programs;
using BpfSharp.Simulation;
using BpfSharp.Views;
using Xunit;

namespace BpfSharp.Runtime.Tests.Maps;

public sealed class ProgramArrayMapTests
{
    private static readonly XdpProgramArrayMap s_stages = new(maxEntries: 2);
    private static readonly TcProgramArrayMap s_tcStages = new(maxEntries: 2);
    private static readonly ArrayMap<int> s_trace = new(maxEntries: 2);

    [Fact]
    public void The_other_program_takes_over_with_its_own_verdicts()
    {
        using var probe = new Probe(s_stages, s_trace);
        SimulatedXdpProgram first = probe.XdpProgram(static ctx =>
        {
            s_trace[0]++;
            ctx.Packet.Bytes[0] = 7;
            XdpAction verdict = s_stages.TailCall(ctx, 1, XdpAction.Tx);
            s_trace[1]++;
            return verdict;
        });
        SimulatedXdpProgram second = probe.XdpProgram(
            static ctx => ctx.Packet.Bytes[0] == 7 ? XdpAction.Drop : throw new InvalidOperationException(), "Second");
        IProgramArrayView view = probe.Views.ProgramArray("map0");
        IArrayMapView<int> trace = probe.Views.Array<int>("map1");

        Assert.Equal(XdpAction.Tx, first.Run(new byte[14]).Verdict);
        Assert.Equal([1, 1], trace);
        view.Set(1, second);
        Assert.Equal(XdpAction.Drop, first.Run(new byte[14]).Verdict);
        Assert.Equal([2, 1], trace);
        Assert.True(view.Remove(1));
        Assert.False(view.Remove(1));
        Assert.Equal(XdpAction.Tx, first.Run(new byte[14]).Verdict);
        Assert.Equal("Second", second.Run(new byte[14]).Fault!.Program);
    }

    [Fact]
    public void After_33_tail_calls_there_are_no_more()
    {
        using var probe = new Probe(s_stages, s_trace);
        SimulatedXdpProgram loop = probe.XdpProgram(static ctx =>
        {
            s_trace[0]++;
            return s_stages.TailCall(ctx, 0, XdpAction.Pass);
        });
        probe.Views.ProgramArray("map0").Set(0, loop);
        Assert.Equal(XdpAction.Pass, loop.Run(new byte[14]).Verdict);
        Assert.Equal(34, probe.Views.Array<int>("map1")[0]);
    }

    [Fact]
    public void Programs_of_others_are_refused()
    {
        using var probe = new Probe(s_stages, s_tcStages);
        using var other = new Probe(s_stages);
        IProgramArrayView view = probe.Views.ProgramArray("map0");
        Assert.Throws<ArgumentException>(() => view.Set(0, probe.TcProgram(static _ => TcAction.Ok)));
        Assert.Throws<ArgumentException>(() => view.Set(0, other.XdpProgram(static _ => XdpAction.Pass)));
        Assert.Throws<ArgumentOutOfRangeException>(() => view.Set(2, probe.XdpProgram(static _ => XdpAction.Pass)));
        SimulatedTcProgram shot = probe.TcProgram(static _ => TcAction.Shot);
        probe.Views.ProgramArray("map1").Set(0, shot);
        Assert.Equal(TcAction.Shot, probe.TcProgram(static ctx => s_tcStages.TailCall(ctx, 0, TcAction.Ok)).Run(new byte[14]).Verdict);
    }
}
