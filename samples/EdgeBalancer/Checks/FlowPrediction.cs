using System.Linq;
using System.Net;
using BpfSharp.Protocols;
using BpfSharp.Samples.Flows;
using EdgeBalancer.Configuration;

namespace EdgeBalancer.Checks;

/// <summary>Where the table sends a flow, by plain C#.</summary>
internal static class FlowPrediction
{
    /// <returns>The place of the backend in the service's list, from 0.</returns>
    public static int Backend(EdgeStore store, IPEndPoint service, IpProtocol protocol, IPEndPoint client)
    {
        VipEntry vip = store.Current.Vips.Single(v => v.Protocol == protocol && v.Port == service.Port && v.Address.Equals(service.Address));
        uint hash = FlowHash.Of(new PacketFacts
        {
            Source = Ipv6Address.From(client.Address.MapToIPv6()),
            Destination = vip.Key.Address,
            SourcePort = (ushort)client.Port,
            DestinationPort = vip.Port,
            Protocol = (uint)protocol,
        });
        uint index = store.SlotsOf(vip)[(int)((ulong)hash * Edge.TableSize >> 32)];
        return vip.Backends.ToList().FindIndex(b => store.IndexOf(b) == index);
    }
}
