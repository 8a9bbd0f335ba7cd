using System;
using System.Net;
using BpfSharp.Protocols;
using BpfSharp.Samples;
using ContainerPolicy.Configuration;
using ContainerPolicy.Network;

namespace ContainerPolicy.Traffic;

/// <summary>The numbered packets of this sample.</summary>
internal sealed class PolicyFlows : IDisposable
{
    public const ushort OpenPort = 7001;
    public const int PacketsOfAFlow = 10;

    private const ushort FragmentPort = 7002;
    private const ushort ClosedPort = 7500;
    private const ushort NamePort = 53;
    private const ushort ClientPort = 5_300;
    private const int Fragmented = 4_000;
    private const int RandomPackets = 250;

    private readonly PolicyNetwork _network;
    private readonly NumberedTraffic _traffic = new();

    public PolicyFlows(PolicyNetwork network)
    {
        _network = network;
        foreach (bool v6 in (bool[])[false, true])
        {
            foreach (ushort port in (ushort[])[OpenPort, FragmentPort, ClosedPort, ClientPort, ClientPort + 1])
                _traffic.AddWitness("container", network.Container, new IPEndPoint(Addresses.ContainerOf(v6), port));
            _traffic.AddWitness("friend", network.Outside, new IPEndPoint(Addresses.FriendOf(v6), NamePort));
            _traffic.AddWitness("friend", network.Outside, new IPEndPoint(Addresses.FriendOf(v6), ClosedPort));
            foreach (ushort port in RandomRules.Ports)
                _traffic.AddWitness("world", network.Outside, new IPEndPoint(v6 ? IPAddress.IPv6Any : IPAddress.Any, port));
        }
    }

    public int Sent => _traffic.Sent;

    public int Arrived => _traffic.Arrived;

    /// <summary>What the rules of the sample's policy and the state of flows decide.</summary>
    public void ByRulesAndState(bool v6, Action pause)
    {
        string family = $"IPv{(v6 ? 6 : 4)}";
        IPAddress container = Addresses.ContainerOf(v6), friend = Addresses.FriendOf(v6), foe = Addresses.FoeOf(v6);
        for (int i = 0; i < PacketsOfAFlow; i++)
        {
            Inward($"{family} friend to an open port", friend, 0, OpenPort, arrives: true);
            Inward($"{family} foe to an open port", foe, 0, OpenPort, arrives: false);
            Inward($"{family} friend to a closed port", friend, 0, ClosedPort, arrives: false);
            Inward($"{family} friend's reply before there is a request", friend, NamePort, (ushort)(ClientPort + 1), arrives: false);
            Inward($"{family} friend, in fragments", friend, 0, FragmentPort, arrives: true, Fragmented);
            Inward($"{family} foe, in fragments", foe, 0, FragmentPort, arrives: false, Fragmented);
            Outward($"{family} container to a port that rules allow", NamePort, arrives: true);
            Outward($"{family} container to a port that no rule allows", ClosedPort, arrives: false);
            _traffic.WaitForArrivals();
            Inward($"{family} friend's reply by the flow's state", friend, NamePort, ClientPort, arrives: true);
            pause();
        }

        _traffic.Settle();

        void Inward(string flow, IPAddress from, ushort fromPort, ushort port, bool arrives, int size = sizeof(uint)) =>
            _traffic.Send(_network.Outside, new IPEndPoint(from, fromPort), new IPEndPoint(container, port), new PacketFate(flow, arrives ? "container" : null, arrives ? from : null), size: size);

        void Outward(string flow, ushort port, bool arrives) =>
            _traffic.Send(_network.Container, new IPEndPoint(container, ClientPort), new IPEndPoint(friend, port), new PacketFate(flow, arrives ? "friend" : null, arrives ? container : null));
    }

    /// <summary>A packet that every policy of this sample allows.</summary>
    public void Open(string flow, bool v6) => _traffic.Send(
        _network.Outside, new IPEndPoint(Addresses.FriendOf(v6), 0), new IPEndPoint(Addresses.ContainerOf(v6), OpenPort), new PacketFate(flow, "container", Addresses.FriendOf(v6)));

    /// <summary>Packets to random destinations, each as the rules say one by one.</summary>
    public void AgainstReference(System.Collections.Generic.IReadOnlyList<PolicyRule> rules, Action pause)
    {
        var random = new Random(1);
        for (int i = 0; i < RandomPackets; i++)
        {
            bool v6 = i % 2 == 1;
            var to = new IPAddress(RandomRules.Address(random, v6));
            ushort port = RandomRules.Ports[random.Next(RandomRules.Ports.Length)];
            bool allowed = PolicyReference.Decide(rules, toContainer: false, v6, IpProtocol.Udp, port, Ipv6Address.From(to.MapToIPv6()))?.Allows == true;
            var fate = new PacketFate($"IPv{(v6 ? 6 : 4)} random destination, {(allowed ? "allowed" : "denied")} by the reference", allowed ? "world" : null);
            _traffic.Send(_network.Container, new IPEndPoint(Addresses.ContainerOf(v6), 0), new IPEndPoint(to, port), fate);
            pause();
        }

        _traffic.Settle();
    }

    public void Settle() => _traffic.Settle();

    public void WriteFates(FateLedger ledger) => _traffic.WriteFates(ledger);

    public void Dispose() => _traffic.Dispose();
}
