using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
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
        Assert.Equal([1, 2], differences.Select(static d => d.Index));
        Assert.Contains("expected Pass, got Drop", differences[0].ToString());
        Assert.Contains("actual   01", differences[1].ToString());
    }

    [Fact]
    public void Runs_on_one_cpu_and_lets_the_thread_go_afterwards()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the calling thread is bound on Linux only");
        using var probe = new Probe();
        var seen = new List<string>();
        Views.IXdpProgram program = probe.XdpProgram(_ =>
        {
            seen.Add(AllowedCpus());
            return XdpAction.Pass;
        });
        string before = AllowedCpus();
        Assert.Empty(RunComparison.Compare(program, program, s_packets));
        Assert.Equal(6, seen.Count);
        Assert.Equal(before.Split(',', '-')[0], Assert.Single(seen.Distinct()));
        Assert.Equal(before, AllowedCpus());
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

    private static string AllowedCpus()
    {
        const string Key = "Cpus_allowed_list:";
        string line = File.ReadLines("/proc/thread-self/status").First(static line => line.StartsWith(Key, StringComparison.Ordinal));
        return line[Key.Length..].Trim();
    }
}
