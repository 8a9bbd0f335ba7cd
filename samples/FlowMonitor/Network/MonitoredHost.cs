using System;
using System.Collections.Generic;
using System.Net;
using System.Text.Json;
using BpfSharp.Loader;
using BpfSharp.Samples;

namespace FlowMonitor.Network;

/// <summary>A server that is monitored, and a client beside it, which has a second pair of addresses that the server denies.</summary>
internal sealed class MonitoredHost : IDisposable
{
    public const string Device = "eth0";

    private readonly List<IDisposable> _links = [];

    /// <param name="lab">Where to build.</param>
    /// <param name="monitor">The programs, loaded.</param>
    /// <param name="sabotage">What to leave off.</param>
    public MonitoredHost(LabNetwork lab, MonitorObject monitor, string? sabotage)
    {
        Client = lab.AddNamespace("client");
        Server = lab.AddNamespace("server");
        lab.Join(Client, Device, "10.90.0.1/24", Server, Device, "10.90.0.2/24");
        Client.Ip($"address add 10.90.0.66/24 dev {Device}");
        Client.Ip($"address add fd90::1/64 dev {Device} nodad");
        Client.Ip($"address add fd90::66/64 dev {Device} nodad preferred_lft 0"); // only for who asks for it
        Server.Ip($"address add fd90::2/64 dev {Device} nodad");
        if (sabotage == Sabotage.Detached)
            return;
        Server.Run(() =>
        {
            XdpLink gate = monitor.Gate.Attach(Device);
            TcLink ingress = monitor.Ingress.Attach(Device, TcDirection.Ingress);
            _links.AddRange([gate, ingress]);
            if (sabotage != Sabotage.OneWay)
                _links.Add(monitor.Egress.Attach(Device, TcDirection.Egress));
            Description = $"attached to {Device}: XDP ({gate.Mode}), and both directions of {ingress.Hook}";
        });
    }

    public LabNamespace Client { get; }

    public LabNamespace Server { get; }

    public string Description { get; private set; } = "nothing attached";

    public static IPAddress ClientAddress(bool v6) => IPAddress.Parse(v6 ? "fd90::1" : "10.90.0.1");

    public static IPAddress DeniedAddress(bool v6) => IPAddress.Parse(v6 ? "fd90::66" : "10.90.0.66");

    public static IPAddress ServerAddress(bool v6) => IPAddress.Parse(v6 ? "fd90::2" : "10.90.0.2");

    /// <summary>What the devices at both ends have sent, by their own counters: all that the server's programs are to have seen.</summary>
    /// <remarks>No bytes of what comes in: a veth whose peer has an XDP program counts them without Ethernet headers.</remarks>
    public WireCounters ReadWire()
    {
        (ulong outPackets, ulong outBytes) = Sent(Server);
        return new WireCounters(Sent(Client).Packets, outPackets, outBytes);
    }

    public void Dispose()
    {
        foreach (IDisposable link in _links)
            link.Dispose();
    }

    private static (ulong Packets, ulong Bytes) Sent(LabNamespace place)
    {
        using JsonDocument links = JsonDocument.Parse(OutsideCommand.Run(place, "ip", "-j", "-s", "link", "show", "dev", Device));
        JsonElement sent = links.RootElement[0].GetProperty("stats64").GetProperty("tx");
        return (sent.GetProperty("packets").GetUInt64(), sent.GetProperty("bytes").GetUInt64());
    }
}
