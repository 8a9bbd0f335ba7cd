using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using BpfSharp.Kernel.Tests.Infrastructure;
using BpfSharp.Loader.Maps;
using BpfSharp.Views;
using Xunit;

namespace BpfSharp.Kernel.Tests.Loader;

/// <summary>Readers of rings: in place, without allocation, without spinning, without losing count. They measure the process, so they run alone.</summary>
[Collection(AloneCollection.Name)]
public sealed class EventReadingTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);
    private static readonly byte[] s_packet = new byte[64];

    [Fact]
    public void Lease_gives_records_in_order_and_back_at_its_end()
    {
        KernelTest.Require();
        using EventProgramsObject loaded = EventProgramsLoader.Load(static o => o.Ring.MaxEntries = 4096);
        var numbers = new List<ulong>();
        // 24 bytes a record: the ring wraps around many times, and discarded records lie between.
        for (int round = 0; round < 100; round++)
        {
            for (int i = 0; i < 50; i++)
            {
                loaded.Write.Run(s_packet);
                if (i % 7 == 0)
                    loaded.Discard.Run(s_packet);
            }
            foreach (ref readonly EventPrograms.Sample sample in loaded.Ring.Lease())
                numbers.Add(sample.Number);
        }
        Assert.Equal(Enumerable.Range(0, 5000).Select(static i => (ulong)i), numbers);
        Assert.Equal(0ul, loaded.Failed);
    }

    [Fact]
    public void Leased_records_are_taken_as_far_as_they_were_given_out()
    {
        KernelTest.Require();
        using EventProgramsObject loaded = EventProgramsLoader.Load();
        Write(loaded, 10);
        foreach (ref readonly EventPrograms.Sample sample in loaded.Ring.Lease())
        {
            if (sample.Number == 3)
                break;
        }
        Assert.True(loaded.Ring.TryRead(out EventPrograms.Sample next));
        Assert.Equal(4ul, next.Number);
        using (RingBufferLease<EventPrograms.Sample> lease = loaded.Ring.Lease())
        {
            Assert.Throws<InvalidOperationException>(() => loaded.Ring.TryRead(out _));
            Assert.Throws<InvalidOperationException>(() => loaded.Ring.Lease().Dispose());
        }
        Assert.Equal(5, loaded.Ring.ReadAvailable(static (in EventPrograms.Sample _) => { }));
    }

    [Fact]
    public void Long_lease_gives_room_back_on_the_way()
    {
        KernelTest.Require();
        using EventProgramsObject loaded = EventProgramsLoader.Load(static o => o.Ring.MaxEntries = 4096);
        while (loaded.Failed == 0)
            loaded.Write.Run(s_packet);
        ulong full = loaded.Written;
        int seen = 0;
        foreach (ref readonly EventPrograms.Sample sample in loaded.Ring.Lease())
        {
            // After half of the ring at least a quarter has been given back.
            if (++seen == (int)full / 2)
                loaded.Write.Run(s_packet);
        }
        Assert.Equal((full + 1, 1ul), (loaded.Written, loaded.Failed));
        // The lease covers what there was when it began.
        Assert.Equal((int)full, seen);
        Assert.True(loaded.Ring.TryRead(out EventPrograms.Sample last));
        Assert.Equal(full, last.Number);
    }

    [Fact]
    public void Simulated_lease_gives_the_same()
    {
        KernelTest.Require();
        using var simulation = new EventProgramsSimulation();
        using EventProgramsObject loaded = EventProgramsLoader.Load();
        Assert.Equal(Steps(loaded), Steps(simulation));
    }

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

    [Fact]
    public async Task Record_that_is_being_written_is_waited_for_without_spinning()
    {
        KernelTest.Require();
        using EventProgramsObject loaded = EventProgramsLoader.Load();
        using var stop = new CancellationTokenSource(s_patience);
        IAsyncEnumerator<EventPrograms.Sample> events = loaded.Ring.ReadAllAsync(stop.Token).GetAsyncEnumerator(stop.Token);
        ValueTask<bool> first = events.MoveNextAsync();
        Task<XdpResult> writing = Task.Factory.StartNew(
            () => loaded.Slow.Run(s_packet), stop.Token, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        Assert.True(await first);
        Assert.Equal(1ul, events.Current.Number);
        Assert.False(writing.IsCompleted, "the writer was too fast for this test");

        long before = ReadinessPoller.Shared.EventCount;
        ValueTask<bool> second = events.MoveNextAsync();
        int looks = 0;
        for (; !writing.IsCompleted; looks++)
        {
            // Neither the record nor what is behind it is given out before it is finished.
            Assert.False(second.IsCompleted && loaded.Spun == 0);
            await Task.Delay(5, stop.Token);
        }
        Assert.True(looks > 2, $"the record was busy for {looks} looks only");
        Assert.InRange(ReadinessPoller.Shared.EventCount - before, 0, 4);
        Assert.Equal(XdpAction.Pass, (await writing).Verdict);
        Assert.True(await second);
        Assert.Equal(2ul, events.Current.Number);
        var rest = new List<ulong>();
        loaded.Ring.ReadAvailable((in EventPrograms.Sample sample) => rest.Add(sample.Number));
        Assert.Equal([3ul], rest);
    }

    [Fact]
    public async Task Second_reader_that_waits_is_refused()
    {
        KernelTest.Require();
        using EventProgramsObject loaded = EventProgramsLoader.Load();
        using var stop = new CancellationTokenSource();
        ValueTask<bool> first = loaded.Ring.ReadAllAsync(stop.Token).GetAsyncEnumerator(stop.Token).MoveNextAsync();
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await loaded.Ring.ReadAllAsync().GetAsyncEnumerator().MoveNextAsync());
        stop.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await first);
        // The next one finds the ring unharmed.
        ValueTask<bool> third = loaded.Ring.ReadAllAsync().GetAsyncEnumerator().MoveNextAsync();
        Write(loaded, 1);
        Assert.True(await third.AsTask().WaitAsync(s_patience));
    }

    [Fact]
    public async Task Watermark_keeps_a_reader_asleep_until_enough_waits()
    {
        KernelTest.Require();
        using EventProgramsObject loaded = EventProgramsLoader.Load(static o =>
        {
            o.Reports.BytesPerCpu = 1 << 14;
            o.Reports.WatermarkBytes = 4096;
        });
        ValueTask<bool> next = loaded.Reports.ReadAllAsync().GetAsyncEnumerator().MoveNextAsync();
        Task<bool> waiting = next.AsTask();
        loaded.Report.Run(s_packet);
        await Task.Delay(100);
        Assert.False(waiting.IsCompleted);
        loaded.Report.MeasureNanoseconds(s_packet, 200);
        Assert.True(await waiting.WaitAsync(s_patience));
    }

    /// <summary>A reader that sleeps while programs write: what was written was read, what was not was counted. BPFSHARP_SLOW_READER_SECONDS=60 for the long run.</summary>
    [Fact]
    public async Task Slow_reader_loses_events_and_all_are_accounted_for()
    {
        KernelTest.Require();
        string? seconds = Environment.GetEnvironmentVariable("BPFSHARP_SLOW_READER_SECONDS");
        TimeSpan duration = TimeSpan.FromSeconds(seconds is null ? 2 : int.Parse(seconds, CultureInfo.InvariantCulture));
        using EventProgramsObject loaded = EventProgramsLoader.Load(static o =>
        {
            o.Ring.MaxEntries = 1 << 14;
            o.Reports.BytesPerCpu = 1 << 13;
        });
        var clock = Stopwatch.StartNew();
        ulong produced = 0;
        Task writing = Task.Run(() =>
        {
            while (clock.Elapsed < duration)
            {
                loaded.Write.MeasureNanoseconds(s_packet, 1000);
                loaded.Report.MeasureNanoseconds(s_packet, 1000);
                produced += 2000;
            }
        });
        ulong records = 0, reports = 0;
        ulong last = 0;
        bool isOrdered = true;
        do
        {
            foreach (ref readonly EventPrograms.Sample sample in loaded.Ring.Lease())
            {
                isOrdered &= records == 0 || sample.Number > last;
                last = sample.Number;
                records++;
            }
            reports += (ulong)loaded.Reports.ReadAvailable(static (int _, in EventPrograms.Sample _, ReadOnlySpan<byte> _) => { });
            await Task.Delay(20);
        }
        while (!writing.IsCompleted);
        await writing;
        records += (ulong)loaded.Ring.ReadAvailable(static (in EventPrograms.Sample _) => { });
        reports += (ulong)loaded.Reports.ReadAvailable(static (int _, in EventPrograms.Sample _, ReadOnlySpan<byte> _) => { });

        Assert.True(isOrdered);
        Assert.True(loaded.Failed > 0, "the reader was not slow enough");
        Assert.Equal(produced, loaded.Written + loaded.Failed);
        Assert.Equal(loaded.Written, records + reports);
        // The kernel tells of lost perf events with a later one.
        Assert.InRange(loaded.Reports.LostCount, 1ul, loaded.Failed);
    }

    private static readonly RingBufferHandler<EventPrograms.Sample> s_ringHandler = static (in EventPrograms.Sample _) => { };
    private static readonly PerfEventHandler<EventPrograms.Sample> s_perfHandler = static (int _, in EventPrograms.Sample _, ReadOnlySpan<byte> _) => { };

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

    private static void Write(EventProgramsObject loaded, int count)
    {
        for (int i = 0; i < count; i++)
            loaded.Write.Run(s_packet);
    }

    private static List<string> Steps(IEventPrograms programs)
    {
        var steps = new List<string>();
        for (int i = 0; i < 20; i++)
        {
            programs.Write.Run(s_packet);
            if (i % 3 == 0)
                programs.Discard.Run(s_packet);
        }
        foreach (ref readonly EventPrograms.Sample sample in programs.Ring.Lease())
        {
            steps.Add($"{sample.Number}/{sample.Kind}");
            if (sample.Number == 11)
                break;
        }
        steps.Add("rest");
        foreach (ref readonly EventPrograms.Sample sample in programs.Ring.Lease())
            steps.Add($"{sample.Number}/{sample.Kind}");
        steps.Add($"left {programs.Ring.TryRead(out _)}");
        return steps;
    }
}
