using BpfSharp.Simulation;

namespace BpfSharp.CompilerServices;

// net/netfilter/nf_conntrack_bpf.c
public static partial class BpfHelpers
{
    [BpfKfunc("bpf_xdp_ct_lookup", "struct nf_conn *(struct xdp_md *xdp_ctx, struct bpf_sock_tuple *bpf_tuple, u32 tuple__sz, struct bpf_ct_opts *opts, u32 opts__sz)", Since = "5.18", Programs = "xdp",
        Simulation = "`Environment.Network.Connections`", ResultBytes = ConntrackHandle.ByteCount, Effects = BpfHelperEffects.Acquires)]
    internal static ref ConntrackHandle XdpCtLookup<TTuple>(
        XdpContext context,
        [BpfArgument(BpfArgumentKind.ReadMemory)] scoped in TTuple tuple,
        [BpfArgument(BpfArgumentKind.Size)] int size,
        [BpfArgument(BpfArgumentKind.ReadWriteMemory)] scoped ref ConntrackOptions options,
        [BpfArgument(BpfArgumentKind.Size)] int optionsSize)
        where TTuple : unmanaged =>
        ref SimulationRun.Require("connections").Connections.Lookup(Bytes(in tuple)[..size], ref options);

    [BpfKfunc("bpf_xdp_ct_alloc", "struct nf_conn___init *(struct xdp_md *xdp_ctx, struct bpf_sock_tuple *bpf_tuple, u32 tuple__sz, struct bpf_ct_opts *opts, u32 opts__sz)", Since = "6.0", Programs = "xdp",
        Simulation = "`Environment.Network.Connections`", ResultBytes = ConntrackHandle.ByteCount, Effects = BpfHelperEffects.Acquires)]
    internal static ref ConntrackHandle XdpCtAlloc<TTuple>(
        XdpContext context,
        [BpfArgument(BpfArgumentKind.ReadMemory)] scoped in TTuple tuple,
        [BpfArgument(BpfArgumentKind.Size)] int size,
        [BpfArgument(BpfArgumentKind.ReadWriteMemory)] scoped ref ConntrackOptions options,
        [BpfArgument(BpfArgumentKind.Size)] int optionsSize)
        where TTuple : unmanaged =>
        ref SimulationRun.Require("connections").Connections.Alloc(Bytes(in tuple)[..size], ref options);

    [BpfKfunc("bpf_skb_ct_lookup", "struct nf_conn *(struct __sk_buff *skb_ctx, struct bpf_sock_tuple *bpf_tuple, u32 tuple__sz, struct bpf_ct_opts *opts, u32 opts__sz)", Since = "5.18", Programs = "tc",
        Simulation = "`Environment.Network.Connections`", ResultBytes = ConntrackHandle.ByteCount, Effects = BpfHelperEffects.Acquires)]
    internal static ref ConntrackHandle SkbCtLookup<TTuple>(
        TcContext context,
        [BpfArgument(BpfArgumentKind.ReadMemory)] scoped in TTuple tuple,
        [BpfArgument(BpfArgumentKind.Size)] int size,
        [BpfArgument(BpfArgumentKind.ReadWriteMemory)] scoped ref ConntrackOptions options,
        [BpfArgument(BpfArgumentKind.Size)] int optionsSize)
        where TTuple : unmanaged =>
        ref SimulationRun.Require("connections").Connections.Lookup(Bytes(in tuple)[..size], ref options);

    [BpfKfunc("bpf_skb_ct_alloc", "struct nf_conn___init *(struct __sk_buff *skb_ctx, struct bpf_sock_tuple *bpf_tuple, u32 tuple__sz, struct bpf_ct_opts *opts, u32 opts__sz)", Since = "6.0", Programs = "tc",
        Simulation = "`Environment.Network.Connections`", ResultBytes = ConntrackHandle.ByteCount, Effects = BpfHelperEffects.Acquires)]
    internal static ref ConntrackHandle SkbCtAlloc<TTuple>(
        TcContext context,
        [BpfArgument(BpfArgumentKind.ReadMemory)] scoped in TTuple tuple,
        [BpfArgument(BpfArgumentKind.Size)] int size,
        [BpfArgument(BpfArgumentKind.ReadWriteMemory)] scoped ref ConntrackOptions options,
        [BpfArgument(BpfArgumentKind.Size)] int optionsSize)
        where TTuple : unmanaged =>
        ref SimulationRun.Require("connections").Connections.Alloc(Bytes(in tuple)[..size], ref options);

    [BpfKfunc("bpf_ct_set_timeout", "void (struct nf_conn___init *nfct, u32 timeout)", Since = "6.0", Effects = BpfHelperEffects.ReturnsVoid)]
    internal static void CtSetTimeout([BpfArgument(BpfArgumentKind.Reference)] ref ConntrackHandle entry, uint milliseconds) =>
        SimulationRun.Require("connections").Connections.SetTimeout(ref entry, milliseconds);

    [BpfKfunc("bpf_ct_insert_entry", "struct nf_conn *(struct nf_conn___init *nfct_i)", Since = "6.0", ResultBytes = ConntrackHandle.ByteCount, Effects = BpfHelperEffects.Acquires | BpfHelperEffects.Releases)]
    internal static ref ConntrackHandle CtInsertEntry([BpfArgument(BpfArgumentKind.Reference)] ref ConntrackHandle entry) =>
        ref SimulationRun.Require("connections").Connections.Insert(ref entry);

    [BpfKfunc("bpf_ct_change_timeout", "int (struct nf_conn *nfct, u32 timeout)", Since = "6.0")]
    internal static int CtChangeTimeout([BpfArgument(BpfArgumentKind.Reference)] ref ConntrackHandle entry, uint milliseconds) =>
        SimulationRun.Require("connections").Connections.SetTimeout(ref entry, milliseconds);

    // The kernel's references are counted; the garbage collector has a simulation's.
    [BpfKfunc("bpf_ct_release", "void (struct nf_conn *nfct)", Since = "5.18", Effects = BpfHelperEffects.Releases | BpfHelperEffects.ReturnsVoid)]
    internal static void CtRelease([BpfArgument(BpfArgumentKind.Reference)] ref ConntrackHandle entry)
    {
    }
}
