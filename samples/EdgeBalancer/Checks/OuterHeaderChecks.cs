using System;
using System.Collections.Generic;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using BpfSharp.Protocols;
using BpfSharp.Samples;
using EdgeBalancer.Network;

namespace EdgeBalancer.Checks;

/// <summary>IPIP packets as a backend's own stack has accepted them, by a raw socket and nothing of ours: each is to be what the client has sent, byte for byte.</summary>
internal sealed class OuterHeaderChecks(SampleRun run, EdgeNetwork network)
{
    private const int Packets = 20;
    private const int PayloadAt = 2 * Ipv4Header.Size + UdpHeader.Size;
    private const int Limit = 2_000; // ms

    public void Show()
    {
        using Socket witness = network.Backends[^1].Place.Run(static () => RawSocket.Open((int)IpProtocol.Ipv4));
        witness.ReceiveTimeout = Limit;
        using Socket sender = network.Clients[0].Place.Run(() => UdpSocket.Bind(new IPEndPoint(network.Clients[0].V4, 0)));
        HashSet<ushort> sources = [];
        byte[] packet = new byte[2_000];
        for (int i = 0; i < Packets; i++)
        {
            byte[] payload = new byte[1 + (i * 60)];
            new Random(i).NextBytes(payload);
            sender.SendTo(payload, Services.Wrapped);
            run.Fates.Add("IPIP packet", "holds what was sent, and both headers are right", Receive(witness, packet, out int length) ?? Judge(packet.AsSpan(0, length), payload, (IPEndPoint)sender.LocalEndPoint!, sources));
        }

        if (sources.Count > 1)
            run.Fates.Problem($"one flow has {sources.Count} outer sources");
    }

    private static string? Receive(Socket witness, byte[] packet, out int length)
    {
        length = 0;
        try
        {
            length = witness.Receive(packet);
            return null;
        }
        catch (SocketException e)
        {
            return $"did not arrive: {e.SocketErrorCode}";
        }
    }

    private string? Judge(ReadOnlySpan<byte> packet, byte[] payload, IPEndPoint client, HashSet<ushort> sources)
    {
        if (packet.Length != PayloadAt + payload.Length)
            return $"{packet.Length} bytes";
        Ipv4Header outer = MemoryMarshal.Read<Ipv4Header>(packet), inner = MemoryMarshal.Read<Ipv4Header>(packet[Ipv4Header.Size..]);
        UdpHeader udp = MemoryMarshal.Read<UdpHeader>(packet[(2 * Ipv4Header.Size)..]);
        sources.Add((ushort)outer.Source.HostOrder);
        if (outer.Source.HostOrder >> 16 != 0x0a63 || !outer.Destination.ToIPAddress().Equals(network.Backends[^1].V4) || outer.Protocol != IpProtocol.Ipv4 || outer.TotalLength != packet.Length)
            return "the outer header is wrong";
        if (InternetChecksum.Compute(packet[..Ipv4Header.Size]) != 0 || InternetChecksum.Compute(packet.Slice(Ipv4Header.Size, Ipv4Header.Size)) != 0)
            return "a header's checksum is wrong";
        if (!inner.Source.ToIPAddress().Equals(client.Address) || !inner.Destination.ToIPAddress().Equals(Services.Wrapped.Address)
            || (udp.SourcePort, udp.DestinationPort) != ((ushort)client.Port, (ushort)Services.Wrapped.Port))
            return "the inner packet is another flow's";
        return packet[PayloadAt..].SequenceEqual(payload) ? null : "the payload is another";
    }
}
