using BpfSharp.Simulation;
using BpfSharp.Simulation.Run;

namespace BpfSharp.CompilerServices;

// kernel/bpf/helpers.c; of packets net/core/filter.c
public static partial class BpfHelpers
{
    [BpfHelper(201, Name = "bpf_dynptr_read", Since = "5.19")]
    internal static int DynptrRead<T>(
        [BpfArgument(BpfArgumentKind.WriteMemory)] ref T value,
        [BpfArgument(BpfArgumentKind.Size)] int size,
        [BpfArgument(BpfArgumentKind.Record)] ref readonly UserRecord<T> record,
        uint offset,
        ulong flags)
        where T : unmanaged =>
        SimulationRun.Require("a record").UserRecords.Read(record.Number, WritableBytes(ref value)[..size], offset, flags);

    [BpfKfunc("bpf_dynptr_from_skb", "int (struct __sk_buff *s, u64 flags, struct bpf_dynptr *ptr__uninit)", Since = "6.4", Programs = "tc")]
    internal static int DynptrFromSkb(TcContext context, ulong flags, [BpfArgument(BpfArgumentKind.DynptrOut)] scoped ref PacketView view) =>
        SimulationRun.Require("a packet view").Dynptrs.Open(context, ref view);

    [BpfKfunc("bpf_dynptr_from_xdp", "int (struct xdp_md *x, u64 flags, struct bpf_dynptr *ptr__uninit)", Since = "6.4", Programs = "xdp")]
    internal static int DynptrFromXdp(XdpContext context, ulong flags, [BpfArgument(BpfArgumentKind.DynptrOut)] scoped ref PacketView view) =>
        SimulationRun.Require("a packet view").Dynptrs.Open(context, ref view);

    [BpfKfunc("bpf_dynptr_size", "u32 (const struct bpf_dynptr *p)", Since = "6.5")]
    internal static uint DynptrSize([BpfArgument(BpfArgumentKind.Dynptr)] scoped ref readonly PacketView view) => (uint)Dynptr(in view).Length;

    [BpfKfunc("bpf_dynptr_adjust", "int (const struct bpf_dynptr *p, u32 start, u32 end)", Since = "6.5")]
    internal static int DynptrAdjust([BpfArgument(BpfArgumentKind.Dynptr)] scoped ref readonly PacketView view, uint start, uint end) => Dynptr(in view).Adjust(start, end);

    [BpfKfunc("bpf_dynptr_clone", "int (const struct bpf_dynptr *p, struct bpf_dynptr *clone__uninit)", Since = "6.5")]
    internal static int DynptrClone([BpfArgument(BpfArgumentKind.Dynptr)] scoped ref readonly PacketView view, [BpfArgument(BpfArgumentKind.DynptrOut)] scoped ref PacketView clone)
    {
        Dynptrs dynptrs = SimulationRun.Require("a packet view").Dynptrs;
        return dynptrs.Clone(dynptrs.Get(view.Number), ref clone);
    }

    // It is stale, as the packet's own bytes are, where the packet is moved (reg_is_dynptr_slice_pkt).
    [BpfKfunc("bpf_dynptr_slice", "void *(const struct bpf_dynptr *p, u32 offset, void *buffer__opt, u32 buffer__szk)", Since = "6.4", Effects = BpfHelperEffects.ReturnsMemory | BpfHelperEffects.Derives)]
    internal static ref T DynptrSlice<T>(
        [BpfArgument(BpfArgumentKind.Dynptr)] scoped ref readonly PacketView view,
        uint offset,
        [BpfArgument(BpfArgumentKind.ReadWriteMemory)] ref T buffer,
        [BpfArgument(BpfArgumentKind.Size)] int size)
        where T : unmanaged =>
        ref Dynptr(in view).Slice(offset, ref buffer);

    [BpfKfunc("bpf_dynptr_slice_rdwr", "void *(const struct bpf_dynptr *p, u32 offset, void *buffer__opt, u32 buffer__szk)", Since = "6.4", Effects = BpfHelperEffects.ReturnsMemory | BpfHelperEffects.Derives)]
    internal static ref T DynptrSliceRdwr<T>(
        [BpfArgument(BpfArgumentKind.Dynptr)] scoped ref readonly PacketView view,
        uint offset,
        [BpfArgument(BpfArgumentKind.ReadWriteMemory)] ref T buffer,
        [BpfArgument(BpfArgumentKind.Size)] int size)
        where T : unmanaged =>
        ref Dynptr(in view).Slice(offset, ref buffer);

    [BpfHelper(201, Name = "bpf_dynptr_read (packet)", Since = "6.4")]
    internal static int PacketRead<T>(
        [BpfArgument(BpfArgumentKind.WriteMemory)] scoped ref T value,
        [BpfArgument(BpfArgumentKind.Size)] int size,
        [BpfArgument(BpfArgumentKind.Dynptr)] scoped ref readonly PacketView view,
        uint offset,
        ulong flags)
        where T : unmanaged =>
        Dynptr(in view).Read(WritableBytes(ref value)[..size], offset, flags);

    [BpfHelper(201, Name = "bpf_dynptr_read (packet)", Since = "6.4")]
    internal static int PacketReadBytes(scoped System.Span<byte> destination, [BpfArgument(BpfArgumentKind.Dynptr)] scoped ref readonly PacketView view, uint offset, ulong flags) =>
        Dynptr(in view).Read(destination, offset, flags);

    [BpfHelper(202, Name = "bpf_dynptr_write (packet)", Since = "6.4", Effects = BpfHelperEffects.ChangesPacket)]
    internal static int PacketWrite<T>(
        [BpfArgument(BpfArgumentKind.Dynptr)] scoped ref PacketView view,
        uint offset,
        [BpfArgument(BpfArgumentKind.ReadMemory)] scoped in T value,
        [BpfArgument(BpfArgumentKind.Size)] int size,
        ulong flags)
        where T : unmanaged =>
        Dynptr(in view).Write(offset, Bytes(in value)[..size], flags);

    [BpfHelper(202, Name = "bpf_dynptr_write (packet)", Since = "6.4", Effects = BpfHelperEffects.ChangesPacket)]
    internal static int PacketWriteBytes([BpfArgument(BpfArgumentKind.Dynptr)] scoped ref PacketView view, uint offset, scoped System.ReadOnlySpan<byte> source, ulong flags) =>
        Dynptr(in view).Write(offset, source, flags);

    [BpfHelper(198, Name = "bpf_ringbuf_reserve_dynptr", Since = "5.19", Effects = BpfHelperEffects.Acquires)]
    internal static int RingBufferReserveDynptr(
        [BpfArgument(BpfArgumentKind.Map)] MapDeclaration map,
        uint size,
        ulong flags,
        [BpfArgument(BpfArgumentKind.DynptrOut)] scoped ref RingBufferRoom room)
    {
        SimulationRun run = SimulationRun.Require(map);
        return run.Dynptrs.Reserve(run.Storage(map), size, flags, ref room);
    }

    [BpfHelper(199, Name = "bpf_ringbuf_submit_dynptr", Since = "5.19", Effects = BpfHelperEffects.Releases | BpfHelperEffects.ReturnsVoid)]
    internal static void RingBufferSubmitDynptr([BpfArgument(BpfArgumentKind.Dynptr)] scoped ref RingBufferRoom room, ulong flags) =>
        SimulationRun.Require("a ring buffer").Dynptrs.Release(room.Number, isDiscarded: false, flags);

    [BpfHelper(200, Name = "bpf_ringbuf_discard_dynptr", Since = "5.19", Effects = BpfHelperEffects.Releases | BpfHelperEffects.ReturnsVoid)]
    internal static void RingBufferDiscardDynptr([BpfArgument(BpfArgumentKind.Dynptr)] scoped ref RingBufferRoom room, ulong flags) =>
        SimulationRun.Require("a ring buffer").Dynptrs.Release(room.Number, isDiscarded: true, flags);

    [BpfHelper(202, Name = "bpf_dynptr_write", Since = "5.19")]
    internal static int RoomWrite<T>(
        [BpfArgument(BpfArgumentKind.Dynptr)] scoped ref RingBufferRoom room,
        uint offset,
        [BpfArgument(BpfArgumentKind.ReadMemory)] scoped in T value,
        [BpfArgument(BpfArgumentKind.Size)] int size,
        ulong flags)
        where T : unmanaged =>
        SimulationRun.Require("a ring buffer").Dynptrs.Get(room.Number).Write(offset, Bytes(in value)[..size], flags);

    [BpfHelper(202, Name = "bpf_dynptr_write", Since = "5.19")]
    internal static int RoomWriteBytes([BpfArgument(BpfArgumentKind.Dynptr)] scoped ref RingBufferRoom room, uint offset, scoped System.ReadOnlySpan<byte> source, ulong flags) =>
        SimulationRun.Require("a ring buffer").Dynptrs.Get(room.Number).Write(offset, source, flags);

    private static SimulatedDynptr Dynptr(scoped ref readonly PacketView view) => SimulationRun.Require("a packet view").Dynptrs.Get(view.Number);
}
