using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Threading;
using System.Threading.Tasks;
using BpfSharp.Kernel.Tests.Infrastructure;
using BpfSharp.Loader.Maps;
using Xunit;

namespace BpfSharp.Kernel.Tests.Loader;

/// <summary>Readers that wait: without spinning, one at a time, asleep below the watermark. They count the wakeups of the process, so they run alone.</summary>
[Collection(AloneCollection.Name)]
public sealed class EventWaitingTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan s_busy = TimeSpan.FromMilliseconds(10);
    private static readonly byte[] s_packet = new byte[64];

    // On a busy machine the reader may come to the record when it is nearly finished: that shows nothing, and another one is written.
    [Fact]
    public async Task Record_that_is_being_written_is_waited_for_without_spinning()
    {
        KernelTest.Require();
        TimeSpan busy = TimeSpan.Zero;
        for (int attempt = 0; attempt < 20 && busy < s_busy; attempt++)
            busy = await ReadBusyRecord();
        Assert.True(busy >= s_busy, $"the record was busy for {busy.TotalMilliseconds} ms only");
    }

    // How long the reader waited for the record's end.
    private static async Task<TimeSpan> ReadBusyRecord()
    {
        using EventProgramsObject loaded = EventProgramsLoader.Load();
        using var stop = new CancellationTokenSource(s_patience);
        IAsyncEnumerator<EventPrograms.Sample> events = loaded.Ring.ReadAllAsync(stop.Token).GetAsyncEnumerator(stop.Token);
        ValueTask<bool> first = events.MoveNextAsync();
        Task<(XdpResult Result, long End)> writing = Task.Factory.StartNew(
            () => (loaded.Slow.Run(s_packet), Stopwatch.GetTimestamp()), stop.Token, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        Assert.True(await first);
        Assert.Equal(1ul, events.Current.Number);

        long before = ReadinessPoller.Shared.EventCount;
        long begin = Stopwatch.GetTimestamp();
        ValueTask<bool> second = events.MoveNextAsync();
        while (!writing.IsCompleted)
        {
            // Neither the record nor what is behind it is given out before it is finished.
            Assert.False(second.IsCompleted && loaded.Spun == 0);
            await Task.Delay(5, stop.Token);
        }

        Assert.InRange(ReadinessPoller.Shared.EventCount - before, 0, 4);
        (XdpResult result, long end) = await writing;
        Assert.Equal(XdpAction.Pass, result.Verdict);
        Assert.True(await second);
        Assert.Equal(2ul, events.Current.Number);
        var rest = new List<ulong>();
        loaded.Ring.ReadAvailable((in EventPrograms.Sample sample) => rest.Add(sample.Number));
        Assert.Equal([3ul], rest);
        return Stopwatch.GetElapsedTime(begin, Math.Max(begin, end));
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
        loaded.Write.Run(s_packet);
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
}
