using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using BpfSharp.Kernel.Tests.Infrastructure;
using BpfSharp.Loader;
using BpfSharp.Objects.Model;
using BpfSharp.Views;
using Xunit;

namespace BpfSharp.Kernel.Tests.Loader;

public sealed class RingBufferTests
{
    private const int RingBufferType = 27;
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    [Fact]
    public void Records_are_read_in_order_once()
    {
        KernelTest.Require();
        using LoadedTestObject loaded = Load(4096);
        IRingBufferView<ulong> ring = loaded.Views.RingBuffer<ulong>("Lengths");
        Assert.Equal(("Lengths", 4096u), (ring.Name, ring.MaxEntries));
        Assert.False(ring.TryRead(out _));
        Write(loaded, 20, 30, 40);
        Assert.True(ring.TryRead(out ulong first));
        Assert.Equal(20ul, first);
        // Another view of the same ring goes on where the first one stopped.
        var rest = new List<ulong>();
        Assert.Equal(2, loaded.Views.RingBuffer<ulong>("Lengths").ReadAvailable((in ulong record) => rest.Add(record)));
        Assert.Equal([30ul, 40ul], rest);
        Assert.False(ring.TryRead(out _));
    }

    [Fact]
    public void Ring_wraps_around_many_times()
    {
        KernelTest.Require();
        using LoadedTestObject loaded = Load(4096);
        IRingBufferView<ulong> ring = loaded.Views.RingBuffer<ulong>("Lengths");
        for (int i = 0; i < 2000; i++)
        {
            Write(loaded, 14 + i % 500);
            Assert.True(ring.TryRead(out ulong length));
            Assert.Equal((ulong)(14 + i % 500), length);
        }
    }

    [Fact]
    public void Full_ring_loses_new_records_and_recovers_when_read()
    {
        KernelTest.Require();
        using LoadedTestObject loaded = Load(4096);
        IRingBufferView<ulong> ring = loaded.Views.RingBuffer<ulong>("Lengths");
        LoadedXdpProgram program = loaded.XdpProgram("write");
        int written = 0;
        while (program.Run(new byte[60]).Verdict == XdpAction.Pass)
            written++;
        Assert.InRange(written, 200, 256);
        Assert.Equal(written, ring.ReadAvailable(static (in ulong _) => { }));
        Assert.Equal(XdpAction.Pass, program.Run(new byte[60]).Verdict);
    }

    [Fact]
    public async Task Async_reader_waits_and_gets_what_comes()
    {
        KernelTest.Require();
        using LoadedTestObject loaded = Load(1 << 16);
        using var stop = new CancellationTokenSource(s_patience);
        IAsyncEnumerator<ulong> records = loaded.Views.RingBuffer<ulong>("Lengths").ReadAllAsync(stop.Token).GetAsyncEnumerator(stop.Token);
        for (int i = 0; i < 50; i++)
        {
            ValueTask<bool> next = records.MoveNextAsync();
            Assert.False(next.IsCompleted);
            Write(loaded, 100 + i);
            Assert.True(await next);
            Assert.Equal((ulong)(100 + i), records.Current);
        }
        await records.DisposeAsync();
    }

    [Fact]
    public async Task Async_reader_ends_by_cancellation()
    {
        KernelTest.Require();
        using LoadedTestObject loaded = Load(4096);
        using var stop = new CancellationTokenSource();
        ValueTask<bool> next = loaded.Views.RingBuffer<ulong>("Lengths").ReadAllAsync(stop.Token).GetAsyncEnumerator(stop.Token).MoveNextAsync();
        Assert.False(next.IsCompleted);
        stop.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await next);
        // The ring is unharmed.
        Write(loaded, 33);
        Assert.True(loaded.Views.RingBuffer<ulong>("Lengths").TryRead(out ulong length));
        Assert.Equal(33ul, length);
    }

    [Fact]
    public async Task Async_reader_ends_when_the_object_is_disposed()
    {
        KernelTest.Require();
        LoadedTestObject loaded = Load(4096);
        IRingBufferView<ulong> ring = loaded.Views.RingBuffer<ulong>("Lengths");
        ValueTask<bool> next = ring.ReadAllAsync().GetAsyncEnumerator().MoveNextAsync();
        Assert.False(next.IsCompleted);
        loaded.Dispose();
        Assert.False(await next.AsTask().WaitAsync(s_patience));
        Assert.Throws<ObjectDisposedException>(() => ring.TryRead(out _));
    }

    [Fact]
    public async Task Reader_and_writer_may_run_at_the_same_time()
    {
        KernelTest.Require();
        const int Count = 20_000;
        using LoadedTestObject loaded = Load(1 << 20);
        using var stop = new CancellationTokenSource(s_patience);
        Task<List<ulong>> reading = Task.Run(async () =>
        {
            var read = new List<ulong>();
            await foreach (ulong record in loaded.Views.RingBuffer<ulong>("Lengths").ReadAllAsync(stop.Token))
            {
                read.Add(record);
                if (read.Count == Count)
                    break;
            }
            return read;
        });
        await Task.Run(() => Write(loaded, Enumerable.Range(0, Count).Select(static i => 14 + i % 1000).ToArray()));
        Assert.Equal(Enumerable.Range(0, Count).Select(static i => (ulong)(14 + i % 1000)), await reading);
    }

    [Fact]
    public void Handler_that_throws_or_reads_again_does_not_break_the_ring()
    {
        KernelTest.Require();
        using LoadedTestObject loaded = Load(4096);
        IRingBufferView<ulong> ring = loaded.Views.RingBuffer<ulong>("Lengths");
        Write(loaded, 20, 30, 40);
        Assert.Throws<FormatException>(() => ring.ReadAvailable(static (in ulong _) => throw new FormatException()));
        Assert.Throws<InvalidOperationException>(() => ring.ReadAvailable((in ulong _) => ring.TryRead(out ulong _)));
        Assert.True(ring.TryRead(out ulong last));
        Assert.Equal(40ul, last);
    }

    [Fact]
    public void Record_smaller_than_the_type_is_an_error_and_is_passed_over()
    {
        KernelTest.Require();
        using LoadedTestObject loaded = Load(4096);
        IRingBufferView<UInt128> wrong = loaded.Views.RingBuffer<UInt128>("Lengths");
        Write(loaded, 20, 30);
        BpfException e = Assert.Throws<BpfException>(() => wrong.TryRead(out _));
        Assert.Contains("a record of 8 bytes; a UInt128 has 16", e.Message);
        Assert.True(loaded.Views.RingBuffer<ulong>("Lengths").TryRead(out ulong second));
        Assert.Equal(30ul, second);
    }

    private static LoadedTestObject Load(uint bytes)
    {
        var source = new BpfObject();
        source.Maps.Add(Handmade.Map("Lengths", RingBufferType, 0, 0, bytes));
        Handmade.AddRingWriter(source, "write", "Lengths");
        return new LoadedTestObject(source);
    }

    private static void Write(LoadedTestObject loaded, params int[] lengths)
    {
        LoadedXdpProgram program = loaded.XdpProgram("write");
        foreach (int length in lengths)
            Assert.Equal(XdpAction.Pass, program.Run(new byte[length]).Verdict);
    }
}
