using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using BpfSharp.Loader.Maps;
using Xunit;

namespace BpfSharp.Loader.Tests;

/// <summary>The reader over memory that a test writes as <c>kernel/bpf/ringbuf.c</c> does.</summary>
public sealed unsafe class RingBufferReaderTests : IDisposable
{
    private const uint Size = 64;
    private const uint Busy = 1u << 31;
    private const uint Discarded = 1u << 30;

    private readonly ulong* _consumer = (ulong*)NativeMemory.AllocZeroed(8);
    private readonly ulong* _producer = (ulong*)NativeMemory.AllocZeroed(8);

    // Twice the data and, unlike in the kernel, room behind: the second half is a copy that the test keeps up.
    private readonly byte* _data = (byte*)NativeMemory.AlignedAlloc(Size * 2, 8);

    private RingBufferReader Reader => new(_consumer, _producer, _data, Size);

    public void Dispose()
    {
        NativeMemory.Free(_consumer);
        NativeMemory.Free(_producer);
        NativeMemory.AlignedFree(_data);
    }

    [Fact]
    public void Empty_ring_has_no_record() => Assert.False(Reader.TryPeek(out _));

    [Fact]
    public void Record_stays_until_it_is_given_back()
    {
        Write([1, 2, 3], 0);
        Assert.True(Reader.TryPeek(out ReadOnlySpan<byte> record));
        Assert.Equal([1, 2, 3], record.ToArray());
        Assert.Equal(0ul, *_consumer);
        Assert.True(Reader.TryPeek(out _));
        Reader.Advance();
        // 8 bytes of header and 3 of data, rounded up to 8.
        Assert.Equal(16ul, *_consumer);
        Assert.False(Reader.TryPeek(out _));
    }

    [Fact]
    public void Record_that_is_being_written_stops_the_reader_until_committed()
    {
        uint* header = Write([1], Busy);
        Write([2], 0);
        Assert.False(Reader.TryPeek(out _));
        *header &= ~Busy;
        Assert.Equal([1, 2], ReadAll());
    }

    [Fact]
    public void Discarded_records_are_passed_over()
    {
        Write([1, 1, 1, 1, 1, 1, 1, 1, 1], Discarded);
        Write([2], 0);
        Write([3], Discarded);
        Assert.Equal([2], ReadAll());
        Assert.Equal(*_producer, *_consumer);
    }

    [Fact]
    public void Record_that_wraps_around_is_contiguous()
    {
        for (byte i = 0; i < 5; i++)
        {
            byte[] payload = new byte[17];
            payload[0] = i;
            payload[16] = (byte)(i + 100);
            Write(payload, 0);
            Assert.True(Reader.TryPeek(out ReadOnlySpan<byte> record));
            Assert.Equal(payload, record.ToArray());
            Reader.Advance();
        }
        Assert.Equal(5ul * 32, *_consumer);
    }

    [Fact]
    public void Positions_beyond_32_bits_work()
    {
        *_consumer = *_producer = (1ul << 33) + 48;
        Write([9, 9], 0);
        Assert.True(Reader.TryPeek(out ReadOnlySpan<byte> record));
        Assert.Equal([9, 9], record.ToArray());
    }

    [Fact]
    public void Empty_record_is_a_record()
    {
        Write([], 0);
        Assert.True(Reader.TryPeek(out ReadOnlySpan<byte> record));
        Assert.Equal(0, record.Length);
        Reader.Advance();
        Assert.Equal(8ul, *_consumer);
    }

    private List<byte> ReadAll()
    {
        var firstBytes = new List<byte>();
        while (Reader.TryPeek(out ReadOnlySpan<byte> record))
        {
            firstBytes.Add(record[0]);
            Reader.Advance();
        }
        return firstBytes;
    }

    private uint* Write(byte[] payload, uint flags)
    {
        ulong position = *_producer;
        int length = 8 + payload.Length;
        byte[] bytes = [.. BitConverter.GetBytes((uint)payload.Length | flags), 0, 0, 0, 0, .. payload];
        for (int i = 0; i < length; i++)
        {
            ulong at = (position + (ulong)i) % Size;
            _data[at] = bytes[i];
            _data[at + Size] = bytes[i];
        }
        *_producer = position + ((ulong)length + 7 & ~7ul);
        return (uint*)(_data + position % Size);
    }
}
