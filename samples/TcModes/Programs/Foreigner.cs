using BpfSharp;

namespace TcModes;

/// <summary>Somebody else's filter: the <c>tc</c> command loads it from the .bpf.o file, BpfSharp's loader knows nothing of it.</summary>
[BpfLicense("GPL")]
public static partial class Foreigner
{
    private const ushort Stamp = 1 << 8; // the second of the two bytes

    [TcProgram]
    public static TcAction Watch(TcContext ctx)
    {
        if (ProbeStamp.TryFind(ctx, out ushort port, out int udp) && port is ProbePacket.OpenPort or ProbePacket.ClosedPort)
            ProbeStamp.Write(ctx, udp, Stamp);
        return TcAction.Ok;
    }
}
