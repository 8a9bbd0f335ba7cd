using System.Runtime.CompilerServices;
using BpfSharp.Simulation;
using BpfSharp.Simulation.Kernel;
using BpfSharp.Simulation.Storage;

namespace BpfSharp.CompilerServices;

public static partial class BpfHelpers
{
    internal const ulong SocketStorageCreate = 1; // BPF_SK_STORAGE_GET_F_CREATE

    [BpfHelper(107, Name = "bpf_sk_storage_get", Since = "5.2", Programs = "tc", Effects = BpfHelperEffects.ReturnsMapValue)]
    internal static ref TValue SkStorageGet<TValue>(
        [BpfArgument(BpfArgumentKind.Map)] MapDeclaration map,
        [BpfArgument(BpfArgumentKind.Reference)] ref SocketHandle socket,
        [BpfArgument(BpfArgumentKind.MapValue)] scoped in TValue initial,
        ulong flags)
        where TValue : unmanaged =>
        ref Unsafe.As<byte, TValue>(ref ((SocketValueStorage)SimulationRun.Require(map).Storage(map)).Get(Sockets.Get(ref socket), Bytes(in initial), (flags & SocketStorageCreate) != 0));

    // Without a value there is none to be made.
    [BpfHelper(107, Name = "bpf_sk_storage_get (of what there is)", Since = "5.2", Programs = "tc", Effects = BpfHelperEffects.ReturnsMapValue)]
    internal static ref TValue SkStorageFind<TValue>(
        [BpfArgument(BpfArgumentKind.Map)] MapDeclaration map,
        [BpfArgument(BpfArgumentKind.Reference)] ref SocketHandle socket,
        ulong initial,
        ulong flags)
        where TValue : unmanaged =>
        ref Unsafe.As<byte, TValue>(ref ((SocketValueStorage)SimulationRun.Require(map).Storage(map)).Get(Sockets.Get(ref socket), [], create: false));

    [BpfHelper(108, Name = "bpf_sk_storage_delete", Since = "5.2", Programs = "tc", Effects = BpfHelperEffects.WritesMap)]
    internal static int SkStorageDelete([BpfArgument(BpfArgumentKind.Map)] MapDeclaration map, [BpfArgument(BpfArgumentKind.Reference)] ref SocketHandle socket) =>
        ((SocketValueStorage)SimulationRun.Require(map).Storage(map)).Remove(Sockets.Get(ref socket)) ? 0 : -KernelError.NoEntry;

    [BpfHelper(1, Name = "bpf_map_lookup_elem (sockets)", Since = "5.8", ResultBytes = SocketHandle.ByteCount, Effects = BpfHelperEffects.Acquires)]
    internal static ref SocketHandle MapLookupSocket<TKey>([BpfArgument(BpfArgumentKind.Map)] MapDeclaration map, [BpfArgument(BpfArgumentKind.MapKey)] scoped in TKey key)
        where TKey : unmanaged
    {
        if (((SocketMapStorage)SimulationRun.Require(map).Storage(map)).Find(Bytes(in key)) is not { } socket)
            return ref Unsafe.NullRef<SocketHandle>();
        return ref socket.Handle;
    }

    [BpfHelper(2, Name = "bpf_map_update_elem (sockets)", Since = "5.10", Effects = BpfHelperEffects.WritesMap)]
    internal static int MapUpdateSocket<TKey>(
        [BpfArgument(BpfArgumentKind.Map)] MapDeclaration map,
        [BpfArgument(BpfArgumentKind.MapKey)] scoped in TKey key,
        [BpfArgument(BpfArgumentKind.Reference)] ref SocketHandle socket,
        ulong flags)
        where TKey : unmanaged =>
        ((SocketMapStorage)SimulationRun.Require(map).Storage(map)).Set(Bytes(in key), Sockets.Get(ref socket), flags);
}
