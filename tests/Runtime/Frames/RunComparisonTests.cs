using System.Collections.Generic;
using BpfSharp.Runtime.Tests.Programs;
using BpfSharp.Testing;
using Xunit;

namespace BpfSharp.Runtime.Tests.Frames;

public sealed class RunComparisonTests
{
    private static readonly byte[][] s_packets = [new byte[14], [9, .. new byte[20]], new byte[30]];

    [Fact]
    public void Tells_where_verdicts_and_packets_differ()
    {
        using var probe = new Probe();
        Views.IXdpProgram pass = probe.XdpProgram(static _ => XdpAction.Pass);
        Views.IXdpProgram other = probe.XdpProgram(static ctx =>
        {
            if (ctx.Length == 30)
                ctx.Packet.Bytes[0] = 1;
            return ctx.Packet.Bytes[0] == 9 ? XdpAction.Drop : XdpAction.Pass;
        });
        Assert.Empty(RunComparison.Compare(pass, pass, s_packets));
        IReadOnlyList<RunDifference> differences = RunComparison.Compare(pass, other, s_packets);
        Assert.Equal([1, 2], System.Linq.Enumerable.Select(differences, static d => d.Index));
        Assert.Contains("expected Pass, got Drop", differences[0].ToString());
        Assert.Contains("actual   01", differences[1].ToString());
    }

    [Fact]
    public void Tc_programs_too()
    {
        using var probe = new Probe();
        Views.ITcProgram ok = probe.TcProgram(static _ => TcAction.Ok);
        Views.ITcProgram shot = probe.TcProgram(static _ => TcAction.Shot);
        RunDifference difference = Assert.Single(RunComparison.Compare(ok, shot, [new byte[14]]));
        Assert.Equal((TcAction.Ok, TcAction.Shot), ((TcAction)difference.ExpectedVerdict, (TcAction)difference.ActualVerdict));
    }
}
