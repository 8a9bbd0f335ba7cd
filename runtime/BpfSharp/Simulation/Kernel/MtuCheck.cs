using BpfSharp.CompilerServices;

namespace BpfSharp.Simulation.Kernel;

/// <summary><c>bpf_check_mtu</c>, as in <c>net/core/filter.c</c>.</summary>
internal static class MtuCheck
{
    private const ulong SegmentsFlag = 1; // BPF_MTU_CHK_SEGS
    private const uint SegmentHeaders = 40; // of TCP over IPv4 without options

    public static int Run(PacketContext context, uint ifIndex, ref uint length, int delta, ulong flags)
    {
        var skb = context as TcContext;
        if ((flags & ~(skb is null ? 0 : SegmentsFlag)) != 0 || (flags != 0 && (delta != 0 || length != 0)))
            return -KernelError.Invalid;
        SimulatedNetwork network = SimulationRun.Require("interfaces").Environment.Network;
        if (network.Find(ifIndex == 0 ? context.DeviceIndex : ifIndex) is not { } device)
            return -KernelError.NoDevice;

        // int arithmetic of the kernel, which wraps around
        int size = unchecked((length == 0 ? context.Buffer.Length : (int)(length + device.HeaderLength)) + delta);
        bool isSegmented = skb is { GsoSize: not 0 };
        length = device.Mtu;
        if (size <= (int)(device.Mtu + device.HeaderLength))
            return (int)MtuCheckResult.Fits;
        if (!isSegmented)
            return (int)MtuCheckResult.TooLarge;
        return flags != 0 && skb!.GsoSize + SegmentHeaders > device.Mtu ? (int)MtuCheckResult.SegmentTooLarge : (int)MtuCheckResult.Fits;
    }
}
