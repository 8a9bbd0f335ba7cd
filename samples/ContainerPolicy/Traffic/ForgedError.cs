using System;
using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using BpfSharp.Protocols;
using BpfSharp.Samples;

namespace ContainerPolicy.Traffic;

/// <summary>Sends an ICMP error about a packet that nobody has sent.</summary>
internal static class ForgedError
{
    private const int InnerHeader = 20;
    private const int InnerStart = 8; // of the transport header: what an error holds at least

    public static void Send(LabNamespace place, IPAddress to, IPAddress about)
    {
        byte[] message = new byte[IcmpHeader.Size + InnerHeader + InnerStart];
        message[0] = (byte)IcmpType.DestinationUnreachable;
        message[1] = 3; // port unreachable
        Span<byte> inner = message.AsSpan(IcmpHeader.Size);
        inner[0] = 0x45;
        BinaryPrimitives.WriteUInt16BigEndian(inner[2..], InnerHeader + InnerStart);
        (inner[8], inner[9]) = (64, (byte)IpProtocol.Udp);
        to.TryWriteBytes(inner[12..], out _);
        about.TryWriteBytes(inner[16..], out _);
        BinaryPrimitives.WriteUInt16BigEndian(inner[10..], InternetChecksum.Compute(inner[..InnerHeader]));
        BinaryPrimitives.WriteUInt16BigEndian(inner[InnerHeader..], 40_000);
        BinaryPrimitives.WriteUInt16BigEndian(inner[(InnerHeader + 2)..], 9_999);
        BinaryPrimitives.WriteUInt16BigEndian(message.AsSpan(2), InternetChecksum.Compute(message));
        using Socket raw = place.Run(static () => new Socket(AddressFamily.InterNetwork, SocketType.Raw, ProtocolType.Icmp));
        raw.SendTo(message, new IPEndPoint(to, 0));
    }
}
