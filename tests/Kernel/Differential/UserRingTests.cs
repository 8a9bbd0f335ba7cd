using System.Collections.Generic;
using System.Linq;
using BpfSharp.Kernel.Tests.Differential.Programs;
using BpfSharp.Kernel.Tests.Infrastructure;
using BpfSharp.Protocols;
using Xunit;

namespace BpfSharp.Kernel.Tests.Differential;

/// <summary>What user space writes into a ring is what programs read, by .NET and by the kernel.</summary>
public sealed class UserRingTests
{
    private static readonly byte[] s_packet = Testing.Packets.Udp(Ipv4Address.Parse("192.0.2.9"), Ipv4Address.Parse("192.0.2.1"), 1, 53, new byte[18]);

    [Fact]
    public void Kernel_reads_what_the_simulation_reads()
    {
        KernelTest.Require();
        using var simulation = new UserRingProgramsSimulation();
        using UserRingProgramsObject loaded = UserRingProgramsLoader.Load();
        List<string> expected = Steps(simulation);
        Assert.Equal(expected, Steps(loaded));
        Assert.True(expected.Distinct().Count() > 5, string.Join("\n", expected));
        Differ.AssertSameFaults(simulation.ReadFaults(), loaded.ReadFaults());
        Assert.Contains(loaded.ReadFaults(), static f => f.Site.Kind == FaultKind.DivideByZero);
    }

    private static List<string> Steps(IUserRingPrograms programs)
    {
        var seen = new List<string>();
        void Apply() => seen.Add($"{programs.Apply.Run(s_packet).Verdict} {programs.Result} {programs.Last} {string.Join(' ', programs.Limits.OrderBy(static l => l.Key))}");
        void Sum() => seen.Add($"{programs.Sum.Run(s_packet).Verdict} {programs.Result} {programs.Total}");

        Apply();
        for (int round = 0; round < 3; round++)
        {
            // 32 bytes a record: the ring is full, and later it wraps around.
            int written = 0;
            while (programs.Commands.TryWrite(new UserRingPrograms.Command { Key = (uint)(written % 5), Kind = (byte)(written % 3), Value = written - 40 * round + 1000 }))
                written++;
            seen.Add($"{written}");
            if (round == 1)
                Sum();
            Apply();
        }

        foreach (long value in new long[] { 5, 0, 7 })
            programs.Commands.TryWrite(new UserRingPrograms.Command { Key = 4, Kind = 1, Value = value });
        Apply();
        Apply();
        Sum();
        return seen;
    }
}
