using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using BpfSharp.Kernel.Tests.Differential.Programs;
using BpfSharp.Kernel.Tests.Infrastructure;
using BpfSharp.Views;
using Xunit;

namespace BpfSharp.Kernel.Tests.Differential;

/// <summary>Perf events as simulated: what programs are answered, and what user space reads.</summary>
public sealed class PerfTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    public static TheoryData<string> Names => ProgramsOf<IPerfPrograms>.Names<IXdpProgram>();

    [Theory]
    [MemberData(nameof(Names))]
    public void Events_are_those_that_dotnet_writes(string program)
    {
        KernelTest.Require();
        using var simulation = new PerfProgramsSimulation();
        using PerfProgramsObject loaded = PerfProgramsLoader.Load();
        IXdpProgram expected = ProgramsOf<IPerfPrograms>.Get<IXdpProgram>(simulation, program);
        IXdpProgram actual = ProgramsOf<IPerfPrograms>.Get<IXdpProgram>(loaded, program);
        foreach (byte[] packet in PacketSource.Operands(seed: 13))
        {
            Differ.AssertSame(expected, actual, [packet]);
            Assert.Equal(Read(simulation.Reports), Read(loaded.Reports));
        }

        Differ.AssertSameFaults(simulation.ReadFaults(), loaded.ReadFaults());
    }

    [Fact]
    public void Tc_programs_write_them_too()
    {
        KernelTest.Require();
        using var simulation = new PerfProgramsSimulation();
        using PerfProgramsObject loaded = PerfProgramsLoader.Load();
        foreach (byte[] packet in PacketSource.Operands(seed: 14))
        {
            Differ.AssertSame(simulation.FromTc, loaded.FromTc, [packet]);
            Assert.Equal(Read(simulation.Reports), Read(loaded.Reports));
        }
    }

    [Fact]
    public void Full_ring_loses_events_counts_them_and_recovers()
    {
        KernelTest.Require();
        using PerfProgramsObject loaded = PerfProgramsLoader.Load(static o => o.Reports.BytesPerCpu = 4096);
        byte[] packet = PacketSource.Operands(seed: 15).First();
        ulong lost = 0;
        int written = 0;
        for (int i = 0; i < 200; i++)
        {
            bool fits = loaded.WithAll.Run(packet).Packet[Operands.Offset + 16] == 1;
            (written, lost) = fits ? (written + 1, lost) : (written, lost + 1);
        }

        // A test run may be on any CPU: each has a ring.
        Assert.NotEqual(0ul, lost);
        Assert.Equal(written, Count(loaded.Reports));
        for (int i = 0; i < 100 && loaded.Reports.LostCount < lost; i++)
        {
            loaded.Alone.Run(packet);
            Count(loaded.Reports);
        }

        Assert.Equal(lost, loaded.Reports.LostCount);
    }

    [Fact]
    public void Simulated_ring_is_full_after_as_many_events()
    {
        KernelTest.Require();
        using var simulation = new PerfProgramsSimulation(static o => o.Reports.BytesPerCpu = 4096);
        using PerfProgramsObject loaded = PerfProgramsLoader.Load(static o => o.Reports.BytesPerCpu = 4096);
        byte[] packet = PacketSource.Operands(seed: 16).First();
        int expected = UntilFull(simulation.WithAll, simulation.Reports, packet);
        Assert.Equal(expected, UntilFull(loaded.WithAll, loaded.Reports, packet));
        Assert.Equal(1ul, simulation.Reports.LostCount);
    }

    [Fact]
    public async Task Async_reader_waits_and_gets_what_comes()
    {
        KernelTest.Require();
        using PerfProgramsObject loaded = PerfProgramsLoader.Load();
        using var stop = new CancellationTokenSource(s_patience);
        byte[] packet = PacketSource.Operands(seed: 17).First();
        IAsyncEnumerator<PerfEvent<PerfPrograms.Report>> events = loaded.Reports.ReadAllAsync(stop.Token).GetAsyncEnumerator(stop.Token);
        for (int i = 0; i < 50; i++)
        {
            ValueTask<bool> next = events.MoveNextAsync();
            Assert.False(next.IsCompleted);
            loaded.WithAll.Run(packet);
            Assert.True(await next);
            Assert.Equal(packet.Length, events.Current.Packet.Length);
        }

        ValueTask<bool> last = events.MoveNextAsync();
        loaded.Dispose();
        Assert.False(await last.AsTask().WaitAsync(s_patience));
    }

    [Fact]
    public async Task Reader_and_writer_may_run_at_the_same_time()
    {
        KernelTest.Require();
        const int Total = 5000;
        using PerfProgramsObject loaded = PerfProgramsLoader.Load(static o => o.Reports.BytesPerCpu = 1 << 20);
        using var stop = new CancellationTokenSource(s_patience);
        byte[] packet = PacketSource.Operands(seed: 18).First();
        Task<int> reading = Task.Run(async () =>
        {
            int count = 0;
            await foreach (PerfEvent<PerfPrograms.Report> _ in loaded.Reports.ReadAllAsync(stop.Token))
            {
                if (++count == Total)
                    break;
            }

            return count;
        });
        for (int i = 0; i < Total; i++)
            loaded.Alone.Run(packet);
        Assert.Equal(Total, await reading);
    }

    private static int UntilFull(IXdpProgram program, IPerfEventsView<PerfPrograms.Report> reports, byte[] packet)
    {
        int most = 0;
        for (int i = 0; i < 500 && program.Run(packet).Packet[Operands.Offset + 16] == 1; i++)
            most++;
        var byCpu = new Dictionary<int, int>();
        while (reports.TryRead(out PerfEvent<PerfPrograms.Report>? read))
            byCpu[read.Cpu] = byCpu.GetValueOrDefault(read.Cpu) + 1;
        Assert.Equal(most, byCpu.Values.Sum());
        return byCpu.Values.Max();
    }

    private static int Count(IPerfEventsView<PerfPrograms.Report> reports)
    {
        int count = 0;
        while (reports.TryRead(out _))
            count++;
        return count;
    }

    private static List<string> Read(IPerfEventsView<PerfPrograms.Report> reports)
    {
        var all = new List<string>();
        while (reports.TryRead(out PerfEvent<PerfPrograms.Report>? read))
            all.Add($"{read.Record} {Convert.ToHexString(read.Packet)}");
        return all;
    }
}
