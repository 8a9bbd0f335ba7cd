using System;
using System.IO;

namespace BpfSharp.Kernel.Tests.Infrastructure;

/// <summary>Two namespaces joined by a veth pair: <c>near0</c> (10.99.0.1), where programs are attached, and <c>far0</c> (10.99.0.2).</summary>
/// <remarks>Checksum offload is off on both ends: XDP on veth would see the partial checksums of local senders. There is no packet but the
/// tests' own: no IPv6 (neighbour discovery), and the neighbours are known (no ARP).</remarks>
internal sealed class VethPair : IDisposable
{
    public const string NearInterface = "near0";
    public const string FarInterface = "far0";
    public const string NearAddress = "10.99.0.1";
    public const string FarAddress = "10.99.0.2";
    public const string NearMac = "02:00:00:00:00:01";
    public const string FarMac = "02:00:00:00:00:02";

    public VethPair()
    {
        Near = new TestNamespace();
        try
        {
            Far = new TestNamespace();
            Near.Ip($"link add {NearInterface} type veth peer name {FarInterface} netns {Far.Name}");
            SetUp(Near, NearInterface, NearAddress, NearMac);
            SetUp(Far, FarInterface, FarAddress, FarMac);
            Near.Ip($"neighbour add {FarAddress} lladdr {FarMac} dev {NearInterface} nud permanent");
            Far.Ip($"neighbour add {NearAddress} lladdr {NearMac} dev {FarInterface} nud permanent");
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public TestNamespace Near { get; }

    public TestNamespace Far { get; } = null!;

    public void Dispose()
    {
        try
        {
            Far?.Dispose();
        }
        finally
        {
            Near.Dispose();
        }
    }

    private static void SetUp(TestNamespace where, string name, string address, string mac)
    {
        where.Run(() => File.WriteAllText($"/proc/sys/net/ipv6/conf/{name}/disable_ipv6", "1"));
        where.Ip($"address add {address}/24 dev {name}");
        where.Ip($"link set {name} address {mac} up");
        Tool.Run("nsenter", $"--net=/run/netns/{where.Name} ethtool -K {name} tx off");
    }
}
