using BpfSharp.Protocols;

namespace BpfSharp.Kernel.Tests.Differential.Programs;

public static partial class TcPrograms
{
    [TcProgram(OnFault = TcAction.Shot)]
    public static TcAction Classify(TcContext ctx)
    {
        ref EthernetHeader eth = ref ctx.Packet.Header<EthernetHeader>(0);
        if (eth.EtherType != EtherType.IPv4)
            return TcAction.Next;
        ref Ipv4Header ip = ref ctx.Packet.Header<Ipv4Header>(EthernetHeader.Size);
        ctx.Mark = (uint)ip.TimeToLive;
        ip.TimeToLive--;
        return ctx.Length > 80 ? TcAction.Ok : TcAction.Shot;
    }

    [TcProgram(OnFault = TcAction.Pipe)]
    public static TcAction ReadFarIn(TcContext ctx)
    {
        byte far = ctx.Packet.Header<byte>(40);
        if (!ctx.Packet.TryHeader(44, out Ref<uint> farther))
            return TcAction.Shot;
        farther.Value += far;
        return TcAction.Ok;
    }
}
