using BpfSharp.Protocols;

namespace BpfSharp.Testing.Building;

/// <summary>What a layer must know of the others.</summary>
/// <param name="Next">The layer inside.</param>
/// <param name="AddressSum">Sum of the 16-bit words of the addresses in the IP header around.</param>
internal readonly record struct LayerSurroundings(PacketLayer? Next, uint AddressSum)
{
    public EtherType NextEtherType => Next?.EtherType ?? EtherType.None;

    public IpProtocol NextProtocol => Next?.Protocol ?? IpProtocol.NoNext;

    /// <summary>The pseudo header's sum of a transport protocol's segment (RFC 9293, RFC 8200).</summary>
    public ulong PseudoHeader(IpProtocol protocol, int length) => AddressSum + (uint)protocol + (ulong)length;
}
