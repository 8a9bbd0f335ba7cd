using System;
using System.Linq;
using BpfSharp.Runtime.Tests.Programs;
using Xunit;

namespace BpfSharp.Runtime.Tests.Simulation;

public sealed class EnvironmentTests
{
    [Fact]
    public void Time_stands_still_until_it_is_advanced()
    {
        using var probe = new Probe();
        ulong first = 0, second = 0;
        probe.Run(_ => first = Bpf.KtimeNs());
        probe.Environment.Advance(TimeSpan.FromMilliseconds(5));
        probe.Environment.SuspendedNs = 100;
        probe.Run(_ =>
        {
            second = Bpf.KtimeNs();
            Assert.Equal(second + 100, Bpf.KtimeBootNs());
        });
        Assert.Equal(5_000_000ul, second - first);
    }

    [Fact]
    public void Random_numbers_are_the_same_in_each_simulation_and_differ_within()
    {
        uint[] Numbers()
        {
            using var probe = new Probe();
            uint[] numbers = new uint[1000];
            probe.Run(_ =>
            {
                for (int i = 0; i < numbers.Length; i++)
                    numbers[i] = Bpf.Random();
            });
            return numbers;
        }

        uint[] all = Numbers();
        Assert.Equal(all, Numbers());
        Assert.Equal(all.Length, all.Distinct().Count());
    }

    [Fact]
    public void The_cpu_is_chosen()
    {
        using var probe = new Probe();
        probe.Environment.Cpu = 3;
        probe.Run(static _ => Assert.Equal(3u, Bpf.CpuId()));
    }

    [Fact]
    public void Trace_lines_are_formatted_as_the_kernel_does()
    {
        using var probe = new Probe();
        probe.Run(static _ =>
        {
            Bpf.Trace("plain 100%%"u8);
            Bpf.Trace("%d %u %x"u8, unchecked((ulong)-1), 0x1_0000_0002, 255);
            Bpf.Trace("%lld %llu %lx"u8, unchecked((ulong)-1), 0x1_0000_0002, 0xABCDEF012);
            Bpf.Trace("[%5d|%-5d|%05d]"u8, 42, 42, unchecked((ulong)-42));
            Bpf.Trace("too many %d %d %d %d"u8, 1, 2, 3);
            Bpf.Trace("%s"u8, 1);
        });
        Assert.Equal(["plain 100%", "-1 2 ff", "-1 4294967298 abcdef012", "[   42|42   |-0042]"], probe.Environment.TraceLines);
    }
}
