using BpfSharp;
using BpfSharp.Protocols;

namespace BpfSharp.Benchmarks.Codegen.Pairs;

/// <summary>Drops frames by source or destination MAC address, and counts what it did.</summary>
[BpfLicense("GPL")]
public static partial class EthernetFilter
{
    private const uint DenySource = 1;
    private const uint DenyDestination = 2;

    private static readonly HashMap<MacAddress, MacRule> Rules = new(maxEntries: 1024);
    private static readonly PerCpuArrayMap<Counter> Verdicts = new(maxEntries: 5);

    [XdpProgram(OnFault = XdpAction.Aborted)]
    public static XdpAction Filter(XdpContext ctx)
    {
        ref readonly EthernetHeader eth = ref ctx.Packet.Header<EthernetHeader>(0);
        XdpAction verdict = XdpAction.Pass;
        if (Rules.TryGetRef(in eth.Source, out Ref<MacRule> source) && (source.Value.Flags & DenySource) != 0)
        {
            source.Value.Hits++;
            verdict = XdpAction.Drop;
        }
        else if (Rules.TryGetRef(in eth.Destination, out Ref<MacRule> destination) && (destination.Value.Flags & DenyDestination) != 0)
        {
            destination.Value.Hits++;
            verdict = XdpAction.Drop;
        }

        if (Verdicts.TryGetRef((uint)verdict, out Ref<Counter> counter))
            counter.Value.Add((uint)ctx.Length);
        return verdict;
    }

    public struct MacRule
    {
        public ulong Flags;
        public ulong Hits;
    }
}
