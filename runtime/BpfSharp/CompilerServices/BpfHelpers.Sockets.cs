using System;
using BpfSharp.Protocols;
using BpfSharp.Simulation.Kernel;

namespace BpfSharp.CompilerServices;

public static partial class BpfHelpers
{
    internal const long CurrentNetworkNamespace = -1; // BPF_F_CURRENT_NETNS

    [BpfHelper(84, Name = "bpf_sk_lookup_tcp", Since = "4.20", Programs = "xdp,tc", Simulation = "sockets of `Environment.Network`", ResultBytes = SocketHandle.ByteCount, Effects = BpfHelperEffects.Acquires)]
    internal static ref SocketHandle SkLookupTcp<TTuple>(
        PacketContext context,
        [BpfArgument(BpfArgumentKind.ReadMemoryOrPacket, MayBeEmpty = true)] in TTuple tuple,
        [BpfArgument(BpfArgumentKind.Size)] int size,
        long networkNamespace,
        ulong flags)
        where TTuple : unmanaged =>
        ref Sockets.FindWhole(context, Protocols.IpProtocol.Tcp, Bytes(in tuple)[..size], networkNamespace, flags);

    [BpfHelper(85, Name = "bpf_sk_lookup_udp", Since = "4.20", Programs = "xdp,tc", Simulation = "sockets of `Environment.Network`", ResultBytes = SocketHandle.ByteCount, Effects = BpfHelperEffects.Acquires)]
    internal static ref SocketHandle SkLookupUdp<TTuple>(
        PacketContext context,
        [BpfArgument(BpfArgumentKind.ReadMemoryOrPacket, MayBeEmpty = true)] in TTuple tuple,
        [BpfArgument(BpfArgumentKind.Size)] int size,
        long networkNamespace,
        ulong flags)
        where TTuple : unmanaged =>
        ref Sockets.FindWhole(context, Protocols.IpProtocol.Udp, Bytes(in tuple)[..size], networkNamespace, flags);

    [BpfHelper(99, Name = "bpf_skc_lookup_tcp", Since = "5.2", Programs = "xdp,tc", Simulation = "sockets of `Environment.Network`", ResultBytes = SocketHandle.ByteCount, Effects = BpfHelperEffects.Acquires)]
    internal static ref SocketHandle SkcLookupTcp<TTuple>(
        PacketContext context,
        [BpfArgument(BpfArgumentKind.ReadMemoryOrPacket, MayBeEmpty = true)] in TTuple tuple,
        [BpfArgument(BpfArgumentKind.Size)] int size,
        long networkNamespace,
        ulong flags)
        where TTuple : unmanaged =>
        ref Sockets.Find(context, Protocols.IpProtocol.Tcp, Bytes(in tuple)[..size], networkNamespace, flags);

    // The kernel's references are counted; the garbage collector has a simulation's.
    [BpfHelper(86, Name = "bpf_sk_release", Since = "4.20", Programs = "xdp,tc", Effects = BpfHelperEffects.Releases)]
    internal static int SkRelease([BpfArgument(BpfArgumentKind.Reference)] ref SocketHandle socket) => 0;

    [BpfHelper(124, Name = "bpf_sk_assign", Since = "5.7", Programs = "tc", Simulation = "in the result: `AssignedSocket`")]
    internal static int SkAssign(TcContext context, [BpfArgument(BpfArgumentKind.Reference)] ref SocketHandle socket, ulong flags) => Sockets.Assign(context, ref socket, flags);

    [BpfHelper(95, Name = "bpf_sk_fullsock", Since = "5.1", Programs = "tc", Simulation = "by the state of `SimulatedSocket`", ResultBytes = SocketHandle.ByteCount, Effects = BpfHelperEffects.Derives)]
    internal static ref SocketHandle SkFullSock([BpfArgument(BpfArgumentKind.Reference)] ref SocketHandle socket) => ref Sockets.Whole(ref socket);

    [BpfHelper(96, Name = "bpf_tcp_sock", Since = "5.1", Programs = "tc", Simulation = "`SimulatedSocket.Tcp`", ResultBytes = TcpSocketInfo.ByteCount, Effects = BpfHelperEffects.Derives)]
    internal static ref TcpSocketInfo TcpSock([BpfArgument(BpfArgumentKind.Reference)] ref SocketHandle socket) => ref Sockets.Tcp(ref socket);

    [BpfHelper(98, Name = "bpf_get_listener_sock", Since = "5.1", Programs = "tc", Simulation = "sockets of `Environment.Network`", ResultBytes = SocketHandle.ByteCount, Effects = BpfHelperEffects.Derives)]
    internal static ref SocketHandle GetListenerSock([BpfArgument(BpfArgumentKind.Reference)] ref SocketHandle socket) => ref Sockets.Listener(ref socket);

    [BpfHelper(100, Name = "bpf_tcp_check_syncookie", Since = "5.2", Gpl = true, Programs = "xdp,tc", Simulation = "knows the cookies that it made")]
    internal static int TcpCheckSyncookie<TIp>(
        [BpfArgument(BpfArgumentKind.Reference)] ref SocketHandle socket,
        [BpfArgument(BpfArgumentKind.ReadMemoryOrPacket)] ref readonly TIp ip,
        [BpfArgument(BpfArgumentKind.Size)] int ipSize,
        [BpfArgument(BpfArgumentKind.ReadMemoryOrPacket)] ref readonly TcpHeader tcp,
        [BpfArgument(BpfArgumentKind.Size)] int tcpSize)
        where TIp : unmanaged =>
        ListenerCookies.Check(Sockets.Get(ref socket), Bytes(in ip)[..ipSize], in tcp);

    [BpfHelper(110, Name = "bpf_tcp_gen_syncookie", Since = "5.3", Gpl = true, Programs = "xdp,tc", Simulation = "as with `tcp_syncookies` 2; `Environment.SynCookieHash`, or a hash without a secret")]
    internal static long TcpGenSyncookie<TIp>(
        [BpfArgument(BpfArgumentKind.Reference)] ref SocketHandle socket,
        [BpfArgument(BpfArgumentKind.ReadMemoryOrPacket)] ref readonly TIp ip,
        [BpfArgument(BpfArgumentKind.Size)] int ipSize,
        [BpfArgument(BpfArgumentKind.ReadMemoryOrPacket)] ReadOnlySpan<byte> tcp)
        where TIp : unmanaged =>
        ListenerCookies.Generate(Sockets.Get(ref socket), Bytes(in ip)[..ipSize], tcp);
}
