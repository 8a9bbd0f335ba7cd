using System;
using BpfSharp.Protocols;

namespace BpfSharp.Testing.Building;

internal sealed class TcpLayer(ushort sourcePort, ushort destinationPort, TcpFlags flags, HeaderEditor<TcpHeader>? edit, byte[]? options)
    : HeaderLayer<TcpHeader>(edit, options)
{
    private const ushort DefaultWindow = 64240;

    public override IpProtocol Protocol => IpProtocol.Tcp;

    protected override void Fill(ref TcpHeader header, int length, in LayerSurroundings surroundings)
    {
        header.SourcePort = sourcePort;
        header.DestinationPort = destinationPort;
        header.HeaderLength = Size;
        header.Flags = flags;
        header.Window = DefaultWindow;
    }

    protected override void Seal(ref TcpHeader header, Span<byte> bytes, in LayerSurroundings surroundings)
    {
        header.Checksum = 0;
        header.Checksum = InternetChecksum.Compute(bytes, surroundings.PseudoHeader(IpProtocol.Tcp, bytes.Length));
    }
}
