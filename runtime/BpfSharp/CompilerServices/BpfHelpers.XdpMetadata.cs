using System.Buffers.Binary;

namespace BpfSharp.CompilerServices;

// Documentation/networking/xdp-rx-metadata.rst
public static partial class BpfHelpers
{
    [BpfKfunc("bpf_xdp_metadata_rx_hash", "int (const struct xdp_md *ctx, u32 *hash, enum xdp_rss_hash_type *rss_type)", Since = "6.3", Programs = "xdp", DeviceBound = true, Simulation = "`XdpRunOptions.ReceiveHash`")]
    internal static int XdpMetadataRxHash(
        XdpContext context,
        [BpfArgument(BpfArgumentKind.ReadWriteMemory, Size = sizeof(uint))] ref uint hash,
        [BpfArgument(BpfArgumentKind.ReadWriteMemory, Size = sizeof(uint))] ref uint type)
    {
        if (context.Reception.ReceiveHash is not { } known)
            return -KernelError.NoData;
        hash = known;
        type = (uint)context.Reception.ReceiveHashType;
        return 0;
    }

    [BpfKfunc("bpf_xdp_metadata_rx_timestamp", "int (const struct xdp_md *ctx, u64 *timestamp)", Since = "6.3", Programs = "xdp", DeviceBound = true, Simulation = "`XdpRunOptions.ReceiveTime`")]
    internal static int XdpMetadataRxTimestamp(XdpContext context, [BpfArgument(BpfArgumentKind.ReadWriteMemory, Size = sizeof(ulong))] ref ulong nanoseconds)
    {
        if (context.Reception.ReceiveTime is not { } known)
            return -KernelError.NoData;
        nanoseconds = known;
        return 0;
    }

    [BpfKfunc("bpf_xdp_metadata_rx_vlan_tag", "int (const struct xdp_md *ctx, u16 *vlan_proto, u16 *vlan_tci)", Since = "6.8", Programs = "xdp", DeviceBound = true, Simulation = "`XdpRunOptions.ReceiveVlan`")]
    internal static int XdpMetadataRxVlanTag(
        XdpContext context,
        [BpfArgument(BpfArgumentKind.ReadWriteMemory, Size = sizeof(ushort))] ref ushort protocol,
        [BpfArgument(BpfArgumentKind.ReadWriteMemory, Size = sizeof(ushort))] ref ushort tag)
    {
        if (context.Reception.ReceiveVlan is not { } known)
            return -KernelError.NoData;
        protocol = BinaryPrimitives.ReverseEndianness((ushort)context.Reception.ReceiveVlanProtocol);
        tag = known;
        return 0;
    }
}
