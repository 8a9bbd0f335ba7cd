using System.Net;
using EgressScheduler.Configuration;
using EgressScheduler.Network;

namespace EgressScheduler.Traffic;

/// <summary>Packets that belong together, and what ought to become of them.</summary>
/// <param name="Name">For a person.</param>
/// <param name="V6">The family.</param>
/// <param name="Port">The destination port.</param>
/// <param name="Class">The name of the class that they belong to.</param>
/// <param name="Mark">The mark that they are to get.</param>
/// <param name="SentDscp">The DSCP that the sender gives them.</param>
/// <param name="SeenDscp">The DSCP that they are to have at the receiver.</param>
/// <param name="Size">Bytes of payload.</param>
internal sealed record FlowPlan(string Name, bool V6, ushort Port, string Class, uint Mark, byte SentDscp, byte SeenDscp, int Size = 64)
{
    private const int Ethernet = 14;
    private const int Ipv4 = 20;
    private const int Ipv6 = 40;
    private const int FragmentHeader = 8;
    private const int Udp = 8;
    private const int LargestPacket = 1_500;

    public const byte ExpeditedForwarding = 46;
    public const byte AssuredForwarding11 = 10;
    public const byte ClassSelector1 = 8;

    public string Family => V6 ? "IPv6" : "IPv4";

    public IPEndPoint To => new(Addresses.ReceiverOf(V6), Port);

    /// <summary>Packets that the sender's stack makes of one payload.</summary>
    public int Fragments
    {
        get
        {
            int header = V6 ? Ipv6 : Ipv4;
            if (header + Udp + Size <= LargestPacket)
                return 1;
            int room = (LargestPacket - header - (V6 ? FragmentHeader : 0)) / 8 * 8;
            return (Udp + Size + room - 1) / room;
        }
    }

    /// <summary>Bytes that a packet takes as the scheduler counts them. Of packets that are not fragmented.</summary>
    public int WireBytes => Ethernet + (V6 ? Ipv6 : Ipv4) + Udp + Size;

    /// <summary>Packets that keep a class busy.</summary>
    public static FlowPlan Busy(string name, bool v6) => new($"IPv{(v6 ? 6 : 4)} {name}, as fast as the class lets", v6, name switch
    {
        "gold" => GoldPort,
        "bronze" => BronzePort,
        _ => OtherPort,
    }, name, 0, 0, 0, Size: 1_400);

    public const ushort GoldPort = 9_001;
    public const ushort BronzePort = 9_003;
    public const ushort OtherPort = 9_005;

    /// <summary>One flow for each kind of rule in the sample's file.</summary>
    public static FlowPlan[] OfTheSample(bool v6) =>
    [
        new("gold by network and port", v6, GoldPort, "gold", 0x10, 0, ExpeditedForwarding),
        new("gold, in fragments", v6, GoldPort, "gold", 0x10, 0, ExpeditedForwarding, Size: 4_000),
        new("bronze by port", v6, BronzePort, "bronze", 0x20, 0, 0),
        new("bronze by DSCP", v6, 9_004, "bronze", 0x21, AssuredForwarding11, ClassSelector1),
        new("named by no rule", v6, OtherPort, EgressPlan.DefaultName, 0, 0, 0),
    ];
}
