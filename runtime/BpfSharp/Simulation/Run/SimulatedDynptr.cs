using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using BpfSharp.CompilerServices;
using BpfSharp.Simulation.Kernel;
using BpfSharp.Simulation.Storage;

namespace BpfSharp.Simulation.Run;

/// <summary>A dynptr: bytes of a packet or of a record, from an offset on.</summary>
internal sealed record SimulatedDynptr(PacketContext? Packet, RingBufferStorage? Ring, RingBufferRecord? Record)
{
    private const int Page = 4096;

    public int Offset { get; private set; }

    public int Length { get; private set; } = Packet?.Buffer.Length ?? Record?.Bytes.Length ?? 0;

    private bool IsNull => Packet is null && Record is null;

    // __bpf_dynptr_read
    public int Read(Span<byte> destination, uint offset, ulong flags)
    {
        if (IsNull || flags != 0)
            return -KernelError.Invalid;
        if (!Has(offset, destination.Length))
            return -KernelError.TooBig;
        return Packet is TcContext ? SkbBuffers.Load(Packet.Buffer, Place(offset), destination) : XdpBuffers.Load(Packet!.Buffer, Place(offset), destination);
    }

    // __bpf_dynptr_write
    public int Write(uint offset, ReadOnlySpan<byte> source, ulong flags)
    {
        if (IsNull)
            return -KernelError.Invalid;
        if (!Has(offset, source.Length))
            return -KernelError.TooBig;
        if (Packet is TcContext tc)
            return SkbBuffers.Store(tc, Place(offset), source, flags);
        if (flags != 0)
            return -KernelError.Invalid;
        if (Packet is not null)
            return XdpBuffers.Store(Packet.Buffer, Place(offset), source);
        source.CopyTo(Record!.Bytes.AsSpan((int)offset));
        return 0;
    }

    // bpf_dynptr_adjust
    public int Adjust(uint start, uint end)
    {
        if (IsNull || start > end)
            return -KernelError.Invalid;
        if (start > Length || end > Length)
            return -KernelError.Range;
        Offset += (int)start;
        Length = (int)(end - start);
        return 0;
    }

    // bpf_dynptr_slice: skb_header_pointer, bpf_xdp_pointer
    public ref T Slice<T>(uint offset, ref T buffer)
        where T : unmanaged
    {
        int size = Unsafe.SizeOf<T>();
        if (Packet is null || !Has(offset, size) || Place(offset) + (long)size > Packet.Buffer.Length)
            return ref Unsafe.NullRef<T>();
        Span<byte> bytes = Packet.Buffer.All.Slice((int)Place(offset), size);
        if (IsOfOnePiece((int)Place(offset), size))
            return ref Unsafe.As<byte, T>(ref MemoryMarshal.GetReference(bytes));
        buffer = MemoryMarshal.Read<T>(bytes);
        return ref buffer;
    }

    // An skb's fragments are copied, whatever their borders; a frame's are used in place, one page each.
    private bool IsOfOnePiece(int start, int size)
    {
        int linear = Packet!.Buffer.LinearLength;
        if (start + size <= linear)
            return true;
        return Packet is XdpContext && start >= linear && (start - linear) / Page == (start + size - 1 - linear) / Page;
    }

    // bpf_dynptr_check_off_len
    private bool Has(uint offset, int length) => (ulong)offset + (ulong)length <= (ulong)Length;

    private uint Place(uint offset) => (uint)Offset + offset;
}
