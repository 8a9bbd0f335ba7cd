using BpfSharp;

namespace TcModes;

/// <summary>A filter in two versions that does the same: one port is closed, what goes to the other is stamped with the version.</summary>
[BpfLicense("GPL")]
public static partial class Gate
{
    private static readonly PerCpuArrayMap<ulong> Stamped = new(maxEntries: 3);     // by version
    private static readonly PerCpuArrayMap<ulong> Refused = new(maxEntries: 3);     // by version

    [TcProgram(OnFault = TcAction.Shot)]
    public static TcAction First(TcContext ctx) => Filter(ctx, 1);

    [TcProgram(OnFault = TcAction.Shot)]
    public static TcAction Second(TcContext ctx) => Filter(ctx, 2);

    // 'Next', not 'Ok': whoever is behind us decides too.
    private static TcAction Filter(TcContext ctx, byte version)
    {
        if (!ProbeStamp.TryFind(ctx, out ushort port, out int udp))
            return TcAction.Next;
        if (port == ProbePacket.ClosedPort)
        {
            Refused[version]++;
            return TcAction.Shot;
        }

        if (port == ProbePacket.OpenPort && ProbeStamp.Write(ctx, udp, version))
            Stamped[version]++;
        return TcAction.Next;
    }
}
