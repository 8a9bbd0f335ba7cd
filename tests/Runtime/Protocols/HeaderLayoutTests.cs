using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using BpfSharp.Protocols;
using Xunit;

namespace BpfSharp.Runtime.Tests.Protocols;

public sealed class HeaderLayoutTests
{
    [Fact]
    public void Sizes_are_those_on_the_wire()
    {
        Assert.Equal(14, EthernetHeader.Size);
        Assert.Equal(EthernetHeader.Size, Unsafe.SizeOf<EthernetHeader>());
        Assert.Equal(VlanHeader.Size, Unsafe.SizeOf<VlanHeader>());
        Assert.Equal(ArpHeader.Size, Unsafe.SizeOf<ArpHeader>());
        Assert.Equal(Ipv4Header.Size, Unsafe.SizeOf<Ipv4Header>());
        Assert.Equal(Ipv6Header.Size, Unsafe.SizeOf<Ipv6Header>());
        Assert.Equal(TcpHeader.Size, Unsafe.SizeOf<TcpHeader>());
        Assert.Equal(UdpHeader.Size, Unsafe.SizeOf<UdpHeader>());
        Assert.Equal(IcmpHeader.Size, Unsafe.SizeOf<IcmpHeader>());
        Assert.Equal(Icmpv6Header.Size, Unsafe.SizeOf<Icmpv6Header>());
        Assert.Equal(6, Unsafe.SizeOf<MacAddress>());
        Assert.Equal(4, Unsafe.SizeOf<Ipv4Address>());
        Assert.Equal(16, Unsafe.SizeOf<Ipv6Address>());
        Assert.Equal(8, Unsafe.SizeOf<Ipv4Prefix>());
        Assert.Equal(20, Unsafe.SizeOf<Ipv6Prefix>());
    }

    [Fact]
    public void Ethernet_and_vlan()
    {
        EthernetHeader eth = Read<EthernetHeader>("0a0b0c0d0e0f 020304050607 8100");
        Assert.Equal("0a:0b:0c:0d:0e:0f", eth.Destination.ToString());
        Assert.Equal("02:03:04:05:06:07", eth.Source.ToString());
        Assert.Equal(EtherType.Vlan, eth.EtherType);

        VlanHeader vlan = Read<VlanHeader>("b123 86dd");
        Assert.Equal(0xb123, vlan.Tag);
        Assert.Equal(0x123, vlan.VlanId);
        Assert.Equal(5, vlan.Priority);
        Assert.True(vlan.DropEligible);
        Assert.Equal(EtherType.IPv6, vlan.EtherType);
    }

    [Fact]
    public void Arp()
    {
        ArpHeader arp = Read<ArpHeader>("0001 0800 06 04 0002 020000000001 c0000201 020000000002 c0000202");
        Assert.Equal(1, arp.HardwareType);
        Assert.Equal(EtherType.IPv4, arp.ProtocolType);
        Assert.Equal(6, arp.HardwareLength);
        Assert.Equal(4, arp.ProtocolLength);
        Assert.Equal(ArpOperation.Reply, arp.Operation);
        Assert.Equal("02:00:00:00:00:01", arp.SenderHardware.ToString());
        Assert.Equal("192.0.2.1", arp.SenderProtocol.ToString());
        Assert.Equal("02:00:00:00:00:02", arp.TargetHardware.ToString());
        Assert.Equal("192.0.2.2", arp.TargetProtocol.ToString());
    }

    [Fact]
    public void Ipv4()
    {
        Ipv4Header ip = Read<Ipv4Header>("46 ba 1234 abcd 6123 40 11 9876 c0000201 c6336407");
        Assert.Equal(4, ip.Version);
        Assert.Equal(24, ip.HeaderLength);
        Assert.Equal(0xba, ip.TypeOfService);
        Assert.Equal(46, ip.Dscp);
        Assert.Equal(2, ip.Ecn);
        Assert.Equal(0x1234, ip.TotalLength);
        Assert.Equal(0xabcd, ip.Identification);
        Assert.True(ip.DontFragment);
        Assert.True(ip.MoreFragments);
        Assert.True(ip.IsFragment);
        Assert.Equal(0x123 * 8, ip.FragmentOffset);
        Assert.Equal(64, ip.TimeToLive);
        Assert.Equal(IpProtocol.Udp, ip.Protocol);
        Assert.Equal(0x9876, ip.Checksum);
        Assert.Equal("192.0.2.1", ip.Source.ToString());
        Assert.Equal("198.51.100.7", ip.Destination.ToString());
        Assert.False(Read<Ipv4Header>("45 00 0014 0000 4000 40 06 0000 00000000 00000000").IsFragment);
    }

    [Fact]
    public void Ipv6()
    {
        Ipv6Header ip = Read<Ipv6Header>("6ba 12345 0018 3a ff 20010db8000000000000000000000001 fe80000000000000021122fffe334455");
        Assert.Equal(6, ip.Version);
        Assert.Equal(0xba, ip.TrafficClass);
        Assert.Equal(0x12345u, ip.FlowLabel);
        Assert.Equal(0x18, ip.PayloadLength);
        Assert.Equal(IpProtocol.Icmpv6, ip.NextHeader);
        Assert.Equal(255, ip.HopLimit);
        Assert.Equal("2001:db8::1", ip.Source.ToString());
        Assert.Equal("fe80::211:22ff:fe33:4455", ip.Destination.ToString());
    }

    [Fact]
    public void Transport()
    {
        TcpHeader tcp = Read<TcpHeader>("1267 0050 01020304 05060708 8 0 12 7210 9abc 0001");
        Assert.Equal(4711, tcp.SourcePort);
        Assert.Equal(80, tcp.DestinationPort);
        Assert.Equal(0x01020304u, tcp.SequenceNumber);
        Assert.Equal(0x05060708u, tcp.AcknowledgmentNumber);
        Assert.Equal(32, tcp.HeaderLength);
        Assert.Equal(TcpFlags.Syn | TcpFlags.Ack, tcp.Flags);
        Assert.True(tcp.IsSyn && tcp.IsAck && !tcp.IsFin && !tcp.IsRst);
        Assert.Equal(0x7210, tcp.Window);
        Assert.Equal(0x9abc, tcp.Checksum);
        Assert.Equal(1, tcp.UrgentPointer);

        UdpHeader udp = Read<UdpHeader>("1267 0035 0020 fffe");
        Assert.Equal((4711, 53, 32, 0xfffe), (udp.SourcePort, udp.DestinationPort, udp.Length, udp.Checksum));

        IcmpHeader icmp = Read<IcmpHeader>("08 00 1234 5678 9abc");
        Assert.Equal((IcmpType.Echo, 0, 0x1234, 0x5678, 0x9abc), (icmp.Type, icmp.Code, icmp.Checksum, icmp.Identifier, icmp.SequenceNumber));

        Icmpv6Header icmpv6 = Read<Icmpv6Header>("80 01 1234 5678 9abc");
        Assert.Equal((Icmpv6Type.EchoRequest, 1, 0x1234, 0x56789abcu), (icmpv6.Type, icmpv6.Code, icmpv6.Checksum, icmpv6.RestOfHeader));
    }

    [Fact]
    public void Setters_write_what_getters_read_and_nothing_else()
    {
        Ipv4Header ip = Read<Ipv4Header>("ff ff ffff ffff ffff ff ff ffff ffffffff ffffffff");
        ip.Version = 4;
        ip.HeaderLength = 20;
        ip.Dscp = 0;
        ip.TotalLength = 0x1234;
        ip.DontFragment = false;
        ip.FragmentOffset = 16;
        ip.Protocol = IpProtocol.Tcp;
        Assert.Equal("4503 1234 ffff a002 ff06 ffff ffff ffff ffff ffff", Hex(ip));
        ip.Ecn = 0;
        ip.MoreFragments = false;
        Assert.Equal("4500 1234 ffff 8002 ff06 ffff ffff ffff ffff ffff", Hex(ip));

        TcpHeader tcp = default;
        tcp.HeaderLength = 60;
        tcp.Flags = TcpFlags.Rst;
        tcp.SequenceNumber = 0x01020304;
        Assert.Equal("0000 0000 0102 0304 0000 0000 f004 0000 0000 0000", Hex(tcp));

        Ipv6Header v6 = default;
        v6.Version = 6;
        v6.TrafficClass = 0xab;
        v6.FlowLabel = 0xfffff;
        v6.FlowLabel = 0x12345;
        Assert.StartsWith("6ab1 2345", Hex(v6));

        VlanHeader vlan = default;
        vlan.Priority = 7;
        vlan.VlanId = 0xfff;
        vlan.DropEligible = true;
        vlan.Priority = 1;
        vlan.EtherType = EtherType.Arp;
        Assert.Equal("3fff 0806", Hex(vlan));
        vlan.DropEligible = false;
        Assert.Equal("2fff 0806", Hex(vlan));

        IcmpHeader icmp = default;
        icmp.Identifier = 0x1234;
        icmp.SequenceNumber = 0x5678;
        icmp.Identifier = 0x4321;
        Assert.Equal("0000 0000 4321 5678", Hex(icmp));
    }

    [Fact]
    public void Big_endian_numbers_compare_and_convert()
    {
        BigEndianUInt16 port = 80;
        Assert.Equal(0x5000, port.Raw);
        Assert.True(port == 80);
        Assert.True(port != 81);
        Assert.Equal(81, port + 1);
        BigEndianUInt32 word = 0x01020304u;
        Assert.Equal(0x04030201u, word.Raw);
        Assert.True(word == 0x01020304u);
        BigEndianUInt64 wide = 0x0102030405060708ul;
        Assert.Equal(0x0807060504030201ul, wide.Raw);
        Assert.Equal("72623859790382856", wide.ToString());
        Assert.Equal(wide, BigEndianUInt64.FromRaw(wide.Raw));
    }

    private static T Read<T>(string hex)
        where T : unmanaged
    {
        byte[] bytes = Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));
        Assert.Equal(Unsafe.SizeOf<T>(), bytes.Length);
        return MemoryMarshal.Read<T>(bytes);
    }

    private static string Hex<T>(T value)
        where T : unmanaged
    {
        string hex = Convert.ToHexStringLower(MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in value)));
        return string.Join(" ", System.Linq.Enumerable.Select(System.Linq.Enumerable.Chunk(hex, 4), static c => new string(c)));
    }
}
