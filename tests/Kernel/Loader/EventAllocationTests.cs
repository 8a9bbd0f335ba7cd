using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using BpfSharp.Kernel.Tests.Infrastructure;
using BpfSharp.Views;
using Xunit;

namespace BpfSharp.Kernel.Tests.Loader;

/// <summary>Reading and waiting allocate nothing for an event. They measure the process, so they run alone.</summary>
[Collection(AloneCollection.Name)]
public sealed class EventAllocationTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);
    private static readonly byte[] s_packet = new byte[64];
    private static readonly RingBufferHandler<EventPrograms.Sample> s_ringHandler = static (in EventPrograms.Sample _) => { };
    private static readonly PerfEventHandler<EventPrograms.Sample> s_perfHandler = static (int _, in EventPrograms.Sample _, ReadOnlySpan<byte> _) => { };

    [Fact]
    public void Reading_allocates_nothing_for_an_event()
    {
        KernelTest.Require();
        using EventProgramsObject loaded = EventProgramsLoader.Load(static o => o.Reports.BytesPerCpu = 1 << 16);
        Assert.Equal(0, Allocated(loaded, () => loaded.Write.MeasureNanoseconds(s_packet, 500), static l =>
        {
            ulong sum = 0;
            foreach (ref readonly EventPrograms.Sample sample in l.Ring.Lease())
                sum += sample.Kind;
            return (int)sum;
        }));
        Assert.Equal(0, Allocated(loaded, () => loaded.Write.MeasureNanoseconds(s_packet, 500), static l => l.Ring.ReadAvailable(s_ringHandler)));
        Assert.Equal(0, Allocated(loaded, () => loaded.Write.MeasureNanoseconds(s_packet, 500), static l =>
        {
            int count = 0;
            while (l.Ring.TryRead(out _))
                count++;
            return count;
        }));
        Assert.Equal(0, Allocated(loaded, () => loaded.Report.MeasureNanoseconds(s_packet, 500), static l => l.Reports.ReadAvailable(s_perfHandler)));
        IAsyncEnumerator<EventPrograms.Sample> events = loaded.Ring.ReadAllAsync().GetAsyncEnumerator();
        Assert.Equal(0, Allocated(loaded, () => loaded.Write.MeasureNanoseconds(s_packet, 500), _ =>
        {
            int count = 0;
            for (; count < 500; count++)
                Assert.True(events.MoveNextAsync().Result);
            return count;
        }));
    }

    [Fact]
    public async Task Waiting_allocates_nothing_either()
    {
        KernelTest.Require();
        const int Events = 2000;
        using EventProgramsObject loaded = EventProgramsLoader.Load();
        using var stop = new CancellationTokenSource(s_patience);
        int read = 0;
        Task reading = Task.Run(async () =>
        {
            await foreach (EventPrograms.Sample sample in loaded.Ring.ReadAllAsync(stop.Token))
            {
                if (Interlocked.Increment(ref read) == 2 * Events)
                    return;
            }
        });
        long writerBefore = 0, all = 0;
        var writer = new Thread(() =>
        {
            for (int i = 0; i < 2 * Events; i++)
            {
                if (i == Events)
                {
                    all = GC.GetTotalAllocatedBytes(precise: true);
                    writerBefore = GC.GetAllocatedBytesForCurrentThread();
                }
                loaded.Write.MeasureNanoseconds(s_packet, 1);
                // One event a wait.
                while (Volatile.Read(ref read) <= i && !stop.IsCancellationRequested)
                    Thread.Yield();
            }
            all = GC.GetTotalAllocatedBytes(precise: true) - all - (GC.GetAllocatedBytesForCurrentThread() - writerBefore);
        });
        writer.Start();
        await reading;
        writer.Join();
        // A wait that allocated so much as an object would be at 24 bytes an event.
        Assert.InRange(all / Events, 0, 12);
    }

    // The least of several rounds: the runtime itself allocates now and then while it compiles.
    private static long Allocated(EventProgramsObject loaded, Action write, Func<EventProgramsObject, int> read)
    {
        long least = long.MaxValue;
        for (int round = 0; round < 5; round++)
        {
            write();
            long before = GC.GetAllocatedBytesForCurrentThread();
            int count = read(loaded);
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
            Assert.Equal(500, count);
        }
        return least;
    }
}
