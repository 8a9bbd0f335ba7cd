using BpfSharp.Protocols;

namespace BpfSharp.Kernel.Tests.Differential.Programs;

/// <inheritdoc cref="HelperPrograms"/>
public static partial class TcHelperPrograms
{
    private static readonly ArrayMap<long> Answers = new(maxEntries: 16);

    [TcProgram]
    public static TcAction Context(TcContext ctx)
    {
        Answers[0] = ctx.Length;
        Answers[1] = (long)ctx.PacketType;
        Answers[2] = ctx.Mark;
        Answers[3] = ctx.QueueMapping;
        Answers[4] = (long)ctx.Protocol;
        Answers[5] = ctx.HasVlanTag ? 1 : 0;
        Answers[6] = ctx.Priority;
        Answers[7] = ctx.IngressIfIndex;
        Answers[8] = ctx.IfIndex;
        Answers[9] = ctx.TcIndex;
        Answers[10] = ctx.Hash;
        Answers[11] = ctx.WireLength;
        Answers[12] = ctx.GsoSegments + ctx.GsoSize;
        Answers[13] = (long)ctx.Timestamp;
        Answers[14] = ctx.ClassId;
        Answers[15] = ctx.NapiId;
        return ctx.RedirectIngress(1);
    }

    [TcProgram]
    public static TcAction Sizes(TcContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        uint first = (uint)o.A, second = (uint)o.B;
        Answers[0] = ctx.ChangeTail(first) ? 1 : 0;
        Answers[1] = ctx.Length;
        // What a test run gives back has to fit its buffer, and nothing can be cut off that lies before the network header.
        Answers[2] = -1;
        if (second < 4000 || (uint)ctx.Length + second > 16064)
            Answers[2] = ctx.GrowHead(second) ? 1 : 0;
        Answers[3] = ctx.Length;
        Answers[4] = ctx.Pull(first) ? 1 : 0;
        Answers[5] = ctx.ChangeTail(14) ? 1 : 0;
        Answers[6] = ctx.ChangeTail(60 + second) ? 1 : 0;
        return ctx.Length < 4000 || ctx.ChangeTail(60) ? TcAction.Ok : TcAction.Shot;
    }

    [TcProgram]
    public static TcAction Bytes(TcContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        uint first = (uint)o.A, second = (uint)o.B;
        Answers[0] = ctx.TryLoad(first, out long loaded) ? 1 : 0;
        Answers[1] = loaded;
        Answers[2] = ctx.TryStore(second, in loaded) ? 1 : 0;
        return TcAction.Ok;
    }

    [TcProgram]
    public static TcAction Checksums(TcContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        uint a = (uint)o.A, b = (uint)o.B;
        Answers[0] = ctx.ReplaceInHeaderChecksum(40, a, b, 4) ? 1 : 0;
        Answers[1] = ctx.ReplaceInHeaderChecksum(42, (ushort)a, (ushort)b, 2) ? 1 : 0;
        Answers[2] = ctx.ReplaceInTransportChecksum(44, a, b, 4, TransportChecksumFlags.MangledZero) ? 1 : 0;
        Answers[3] = ctx.ReplaceInTransportChecksum(46, (ushort)a, (ushort)b, 2, TransportChecksumFlags.PseudoHeader) ? 1 : 0;
        Answers[4] = ctx.ReplaceInTransportChecksum(48, 0, b, 0, TransportChecksumFlags.PseudoHeader) ? 1 : 0;
        Answers[5] = ctx.ReplaceInTransportChecksum(a, 0, b, 0) ? 1 : 0;
        Answers[6] = ctx.ReplaceInTransportChecksum(a & 62, b, b, a & 7) ? 1 : 0;
        return TcAction.Ok;
    }

    [TcProgram]
    public static TcAction Vlan(TcContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        uint a = (uint)o.A, b = (uint)o.B;
        Answers[0] = ctx.PushVlan(EtherType.Vlan, (ushort)a) ? 1 : 0;
        Answers[1] = ctx.VlanTag;
        Answers[2] = ctx.PushVlan(EtherType.ProviderVlan, (ushort)b) ? 1 : 0;
        Answers[3] = ctx.VlanTag;
        Answers[4] = (long)ctx.Protocol;
        Answers[5] = (long)ctx.VlanProtocol;
        if ((a & 1) != 0)
            ctx.PopVlan();
        if ((a & 2) != 0)
            ctx.PopVlan();
        if ((a & 4) != 0)
            ctx.PopVlan();
        Answers[6] = ctx.HasVlanTag ? 1 : 0;
        Answers[7] = (long)ctx.Protocol;
        Answers[8] = ctx.VlanTag;
        Answers[9] = ctx.Length;
        return TcAction.Ok;
    }
}
