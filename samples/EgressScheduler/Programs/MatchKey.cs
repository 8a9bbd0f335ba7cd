using BpfSharp.Protocols;

namespace EgressScheduler;

/// <summary>What a rule matches: all of scope, protocol, port and DSCP, and a prefix of the destination's address.</summary>
public readonly struct MatchKey(uint destinationBits, byte scope, byte protocol, ushort port, uint dscp, Ipv6Address destination)
{
    /// <summary>Any protocol, any port, any DSCP.</summary>
    public const byte Any = 0;

    /// <summary>Bits before the destination's address, all of which have to match.</summary>
    private const uint FixedBits = 64;

    private readonly uint _length = FixedBits + destinationBits;
    private readonly BigEndianUInt32 _dscp = dscp;
    private readonly byte _scope = scope;
    private readonly byte _protocol = protocol;
    private readonly BigEndianUInt16 _port = port;
    private readonly Ipv6Address _destination = destination;

    /// <summary>Family and generation of the plan in one byte.</summary>
    /// <param name="generation">Counts the plans that have been loaded; seven bits of it tell the old one from the new.</param>
    /// <param name="v6">The family.</param>
    public static byte Scope(uint generation, bool v6) => (byte)((generation & 127) << 1 | (v6 ? 1u : 0u));

    /// <summary>A DSCP as keys have it, apart from <see cref="Any"/>.</summary>
    public static uint Dscp(uint codePoint) => codePoint + 1;
}
