using System;
using System.Globalization;
using System.Linq;
using System.Net;
using System.Text.RegularExpressions;
using BpfSharp.Loader;
using BpfSharp.Samples;

namespace DdosPipeline.Network;

/// <summary>A server behind the pipeline, and a client beside it with addresses that the signatures know.</summary>
internal sealed partial class DefendedHost : IDisposable
{
    public const string Device = "eth0";

    private readonly XdpLink? _link;

    /// <param name="lab">Where to build.</param>
    /// <param name="pipeline">The programs, loaded.</param>
    /// <param name="isAttached">Whether the pipeline defends the server.</param>
    public DefendedHost(LabNetwork lab, PipelineObject pipeline, bool isAttached)
    {
        Client = lab.AddNamespace("client");
        Server = lab.AddNamespace("server");
        lab.Join(Client, Device, "10.95.0.1/24", Server, Device, "10.95.0.2/24");
        foreach (string address in (string[])["10.95.0.66/24", "10.95.0.77/24"])
            Client.Ip($"address add {address} dev {Device}");
        Client.Ip($"address add fd95::1/64 dev {Device} nodad");
        Client.Ip($"address add fd95::66/64 dev {Device} nodad preferred_lft 0"); // only for who asks for it
        Server.Ip($"address add fd95::2/64 dev {Device} nodad");

        // A veth takes live frames only when its other end polls (veth_xdp_xmit): GRO makes it do so, also where no program is.
        OutsideCommand.Run(Server, "ethtool", "-K", Device, "gro", "on");
        ClientDevice = Client.Device(Device);
        ServerDevice = Server.Device(Device);
        if (isAttached)
            _link = Server.Run(() => pipeline.Filter.Attach(Device));
    }

    public LabNamespace Client { get; }

    public LabNamespace Server { get; }

    public LabDevice ClientDevice { get; }

    public LabDevice ServerDevice { get; }

    public string Description => _link is null ? "nothing attached" : $"attached to {Device} by XDP ({_link.Mode})";

    public static IPAddress ClientAddress(bool v6) => IPAddress.Parse(v6 ? "fd95::1" : "10.95.0.1");

    public static IPAddress BadAddress(bool v6) => IPAddress.Parse(v6 ? "fd95::66" : "10.95.0.66");

    public static IPAddress FriendAddress => IPAddress.Parse("10.95.0.77");

    public static IPAddress ServerAddress(bool v6) => IPAddress.Parse(v6 ? "fd95::2" : "10.95.0.2");

    /// <summary>Packets that XDP has dropped, as the device counts them.</summary>
    public long ReadDropped() => XdpDrops().Matches(OutsideCommand.Run(Server, "ethtool", "-S", Device))
        .Sum(static m => long.Parse(m.Groups[1].Value, CultureInfo.InvariantCulture));

    public void Dispose() => _link?.Dispose();

    [GeneratedRegex(@"rx_queue_\d+_xdp_drops: (\d+)")]
    private static partial Regex XdpDrops();
}
