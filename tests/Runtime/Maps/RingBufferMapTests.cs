using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using BpfSharp.Runtime.Tests.Programs;
using BpfSharp.Views;
using Xunit;

namespace BpfSharp.Runtime.Tests.Maps;

public sealed class RingBufferMapTests
{
    private static readonly RingBufferMap<long> s_map = new(byteSize: 4096);

    [Fact]
    public void Records_come_in_order_and_what_does_not_fit_is_lost()
    {
        using var probe = new Probe(s_map);
        int written = 0;
        probe.Run(_ =>
        {
            while (s_map.TryWrite(written))
                written++;
        });
        // 16 bytes a record with its header, and the kernel never fills the ring to the last byte.
        Assert.Equal(4096 / 16 - 1, written);

        IRingBufferView<long> view = probe.Views.RingBuffer<long>("map0");
        Assert.True(view.TryRead(out long first));
        Assert.Equal(0, first);
        probe.Run(_ =>
        {
            Assert.True(s_map.TryWrite(1000));
            Assert.False(s_map.TryWrite(1001));
        });
        var rest = new List<long>();
        Assert.Equal(written, view.ReadAvailable((in long record) => rest.Add(record)));
        Assert.Equal((1, 1000), (rest[0], rest[^1]));
        Assert.False(view.TryRead(out _));
    }

    [Fact]
    public async Task Readers_wait_for_records_until_the_simulation_ends()
    {
        var probe = new Probe(s_map);
        IRingBufferView<long> view = probe.Views.RingBuffer<long>("map0");
        var read = new List<long>();
        var one = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Task reader = Task.Run(async () =>
        {
            await foreach (long record in view.ReadAllAsync())
            {
                read.Add(record);
                one.TrySetResult();
            }
        });
        probe.Run(_ => s_map.TryWrite(1));
        await one.Task.WaitAsync(TimeSpan.FromSeconds(30));
        probe.Run(_ => s_map.TryWrite(2, RingBufferWakeup.Always));
        probe.Dispose();
        await reader.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal([1, 2], read);
    }

    [Fact]
    public async Task Readers_can_be_cancelled()
    {
        using var probe = new Probe(s_map);
        using var stop = new CancellationTokenSource();
        await using IAsyncEnumerator<long> records = probe.Views.RingBuffer<long>("map0").ReadAllAsync(stop.Token).GetAsyncEnumerator(stop.Token);
        ValueTask<bool> next = records.MoveNextAsync();
        Assert.False(next.IsCompleted);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await next);
    }

    [Fact]
    public void Reserved_records_keep_their_place_and_are_read_once_they_are_submitted()
    {
        using var probe = new Probe(s_map);
        IRingBufferView<long> view = probe.Views.RingBuffer<long>("map0");
        probe.Run(_ =>
        {
            using RingBufferReservation<long> first = s_map.Reserve();
            Assert.True(s_map.TryWrite(2));
            using (RingBufferReservation<long> dropped = s_map.Reserve())
                dropped.Record = 3;
            // The first is not there yet: those behind it wait.
            Assert.False(view.TryRead(out long _));
            first.Record = 1;
            first.Submit();
            Assert.True(first.IsAbsent);
        });
        var read = new List<long>();
        view.ReadAvailable((in long record) => read.Add(record));
        Assert.Equal([1L, 2L], read);
    }

    [Fact]
    public void Discarded_records_take_room_until_they_are_passed_over()
    {
        using var probe = new Probe(s_map);
        int made = 0;
        probe.Run(_ =>
        {
            while (true)
            {
                using RingBufferReservation<long> record = s_map.Reserve();
                if (record.IsAbsent)
                    break;
                made++;
            }
        });
        Assert.Equal(4096 / 16 - 1, made);
        Assert.False(probe.Views.RingBuffer<long>("map0").TryRead(out long _));
        probe.Run(_ => Assert.True(s_map.TryWrite(7)));
    }
}
