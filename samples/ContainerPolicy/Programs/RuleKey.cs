using BpfSharp.Protocols;

namespace ContainerPolicy;

/// <summary>What a rule matches: all of scope, protocol and port, and a prefix of the peer's address.</summary>
public readonly struct RuleKey(uint peerBits, byte scope, byte protocol, ushort port, Ipv6Address peer)
{
    /// <summary>Bits before the peer's address, all of which have to match.</summary>
    private const uint FixedBits = 32;

    private readonly uint _length = FixedBits + peerBits;
    private readonly byte _scope = scope;
    private readonly byte _protocol = protocol;
    private readonly BigEndianUInt16 _port = port;
    private readonly Ipv6Address _peer = peer;

    /// <summary>Direction, family and generation of the policy in one byte.</summary>
    /// <param name="generation">Counts the policies that have been loaded; six bits of it tell the old one from the new.</param>
    /// <param name="toContainer">The direction.</param>
    /// <param name="v6">The family.</param>
    public static byte Scope(uint generation, bool toContainer, bool v6) =>
        (byte)((generation & 63) << 2 | (v6 ? 2u : 0u) | (toContainer ? 1u : 0u));
}
