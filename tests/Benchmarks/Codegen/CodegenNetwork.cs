using System;
using BpfSharp.Samples;

namespace BpfSharp.Benchmarks.Codegen;

/// <summary>A network namespace with the routes and neighbours that forwarding programs ask for; test runs see the namespace of their caller.</summary>
internal sealed class CodegenNetwork : IDisposable
{
    private const string Gateway = "10.0.0.2", Gateway6 = "2001:db8:ff::2", GatewayMac = "02:00:00:00:00:02";

    private readonly LabNetwork _network = new();
    private readonly LabNamespace _inside;

    private CodegenNetwork()
    {
        try
        {
            _inside = _network.AddNamespace("codegen");
            _inside.Ip("link add out0 type veth peer name out1");
            _inside.Ip("link set out1 up");
            _inside.Ip("link set out0 address 02:00:00:00:00:01 up");
            _inside.Ip("address add 10.0.0.1/24 dev out0");
            _inside.Ip("address add 2001:db8:ff::1/64 dev out0");
            _inside.Ip($"neighbour add {Gateway} lladdr {GatewayMac} dev out0 nud permanent");
            _inside.Ip($"neighbour add {Gateway6} lladdr {GatewayMac} dev out0 nud permanent");
            _inside.Ip($"route add {PairTraffic.Server}/32 via {Gateway}");
            _inside.Ip($"-6 route add {PairTraffic.Server6}/128 via {Gateway6}");
            // A packet of a test run came in by the loopback interface.
            _inside.SetParameter("net.ipv4.conf.all.forwarding", "1");
            _inside.SetParameter("net.ipv6.conf.all.forwarding", "1");
        }
        catch
        {
            _network.Dispose();
            throw;
        }
    }

    public static CodegenNetwork Create() => new();

    public T Run<T>(Func<T> action) => _inside.Run(action);

    public void Dispose() => _network.Dispose();
}
