using System;
using BpfSharp.Protocols;

namespace BpfSharp.Testing.Building;

internal sealed class UdpLayer(ushort sourcePort, ushort destinationPort, HeaderEditor<UdpHeader>? edit) : HeaderLayer<UdpHeader>(edit)
{
    public override IpProtocol Protocol => IpProtocol.Udp;

    protected override void Fill(ref UdpHeader header, int length, in LayerSurroundings surroundings)
    {
        header.SourcePort = sourcePort;
        header.DestinationPort = destinationPort;
        header.Length = checked((ushort)length);
    }

    protected override void Seal(ref UdpHeader header, Span<byte> bytes, in LayerSurroundings surroundings)
    {
        header.Checksum = 0;
        ushort checksum = InternetChecksum.Compute(bytes, surroundings.PseudoHeader(IpProtocol.Udp, bytes.Length));
        header.Checksum = checksum == 0 ? ushort.MaxValue : checksum; // 0 means that there is none
    }
}
