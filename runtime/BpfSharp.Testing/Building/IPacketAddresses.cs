namespace BpfSharp.Testing.Building;

/// <summary>An IP header, as transport checksums see it.</summary>
internal interface IPacketAddresses
{
    /// <summary>Sum of the 16-bit words of both addresses.</summary>
    uint AddressSum { get; }
}
