using BpfSharp;
using BpfSharp.Protocols;

namespace BpfSharp.Benchmarks.Codegen.Pairs;

/// <summary>tc: tags untagged packets by their mark, and takes the tag off the others.</summary>
[BpfLicense("GPL")]
public static partial class TcVlan
{
    private static readonly HashMap<uint, ushort> Tags = new(maxEntries: 256);
    private static readonly PerCpuArrayMap<ulong> Verdicts = new(maxEntries: 4);

    [TcProgram(OnFault = TcAction.Shot)]
    public static TcAction Tag(TcContext ctx)
    {
        uint outcome = 0;
        if (ctx.Packet.Header<EthernetHeader>(0).EtherType == EtherType.Vlan)
        {
            if (!ctx.PopVlan())
                return TcAction.Shot;
            outcome = 1;
        }
        else if (Tags.TryGetValue(ctx.Mark, out ushort tag))
        {
            if (!ctx.PushVlan(EtherType.Vlan, tag))
                return TcAction.Shot;
            ctx.Priority = (uint)tag >> 13;
            outcome = 2;
        }

        if (Verdicts.TryGetRef(outcome, out Ref<ulong> count))
            count.Value++;
        return TcAction.Ok;
    }
}
