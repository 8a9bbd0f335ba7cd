using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using BpfSharp.Kernel.Tests.Infrastructure;
using BpfSharp.Language.Recent;
using BpfSharp.Loader;
using BpfSharp.Protocols;
using BpfSharp.Simulation;
using Xunit;

namespace BpfSharp.Kernel.Tests.Effects;

/// <summary>A program that is made for an interface learns from its driver: here from veth, which knows hash, time and VLAN tag of what a local sender gives it.</summary>
public sealed class MetadataTests
{
    [Fact]
    public void Driver_tells_what_it_knows_of_a_packet()
    {
        KernelTest.Require("ethtool");
        using var pair = new VethPair();
        using MetadataProgramsObject loaded = pair.Near.Run(static () => MetadataProgramsLoader.Load(static o => o.Observe.Device = VethPair.NearInterface));
        using XdpLink link = pair.Near.Run(() => loaded.Observe.Attach(VethPair.NearInterface));
        Assert.Equal(XdpMode.Native, link.Mode);
        using Socket sender = pair.Far.Run(static () => new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp));
        sender.Bind(new IPEndPoint(IPAddress.Parse(VethPair.FarAddress), 0));
        for (int port = 1; port <= 9; port++)
        {
            sender.SendTo([1, 2, 3], new IPEndPoint(IPAddress.Parse(VethPair.NearAddress), port));
            sender.SendTo([4], new IPEndPoint(IPAddress.Parse(VethPair.NearAddress), port));
        }

        List<MetadataPrograms.Reception> seen = Take(loaded, 18);
        Assert.All(seen, static s => Assert.Equal(3, s.Known));
        // One hash a flow.
        Assert.All(seen.GroupBy(static s => s.Port), static flow => Assert.Single(flow.Select(static s => s.Hash).Distinct()));
        Assert.True(seen.Select(static s => s.Hash).Distinct().Count() > 5);
        Assert.All(seen, static s => Assert.NotEqual(0u, s.Hash));

        // A tag that lies beside the packet, where its bytes don't show it.
        using TcLink tagging = pair.Far.Run(() => loaded.Tag.Attach(VethPair.FarInterface, TcDirection.Egress));
        sender.SendTo([1], new IPEndPoint(IPAddress.Parse(VethPair.NearAddress), 7));
        MetadataPrograms.Reception tagged = Assert.Single(Take(loaded, 1));
        Assert.Equal((7, (ushort)0x2005, (ushort)EtherType.Vlan), (tagged.Known, tagged.Vlan, tagged.VlanProtocol));

        // The simulation is told the same.
        using var simulation = new MetadataProgramsSimulation();
        byte[] packet = Testing.Packets.Udp(Ipv4Address.Parse(VethPair.FarAddress), Ipv4Address.Parse(VethPair.NearAddress), 9, 7, new byte[18]);
        simulation.Observe.Run(packet, new XdpRunOptions { ReceiveHash = tagged.Hash, ReceiveHashType = (XdpHashType)tagged.HashType, ReceiveTime = tagged.Time, ReceiveVlan = 0x2005 });
        Assert.True(simulation.Seen.TryPop(out MetadataPrograms.Reception same));
        Assert.Equal(tagged, same);
        simulation.Observe.Run(packet);
        Assert.True(simulation.Seen.TryPop(out MetadataPrograms.Reception nothing));
        Assert.Equal(new MetadataPrograms.Reception { Port = 7 }, nothing);
    }

    [Fact]
    public void Program_is_made_for_one_interface()
    {
        KernelTest.Require();
        BpfObjectException unsaid = Assert.Throws<BpfObjectException>(static () => MetadataProgramsLoader.Load());
        Assert.Contains("o.Observe.Device", unsaid.Message, System.StringComparison.Ordinal);
        Assert.Throws<InterfaceNotFoundException>(static () => MetadataProgramsLoader.Load(static o => o.Observe.Device = "nothing0"));
        using var pair = new VethPair();
        using MetadataProgramsObject loaded = pair.Near.Run(static () => MetadataProgramsLoader.Load(static o => o.Observe.Device = VethPair.NearInterface));
        Assert.ThrowsAny<BpfException>(() => pair.Near.Run(() => loaded.Observe.Attach("lo").Dispose()));
    }

    [Fact]
    public void Program_for_a_card_is_refused_where_there_is_none_and_said()
    {
        KernelTest.Require();
        using var pair = new VethPair();
        BpfKernelException e = Assert.Throws<BpfKernelException>(() => pair.Near.Run(static () => MetadataProgramsLoader.Load(static o =>
        {
            o.Observe.Device = VethPair.NearInterface;
            o.Observe.Offload = true;
        })));
        Assert.Contains("has no card that runs programs", e.Message, System.StringComparison.Ordinal);
        Assert.Contains("'Observe'", e.Message, System.StringComparison.Ordinal);
    }

    private static List<MetadataPrograms.Reception> Take(IMetadataPrograms programs, int count)
    {
        var seen = new List<MetadataPrograms.Reception>();
        Eventually.True(() =>
        {
            while (programs.Seen.TryPop(out MetadataPrograms.Reception next))
                seen.Add(next);
            return seen.Count >= count;
        });
        return seen;
    }
}
