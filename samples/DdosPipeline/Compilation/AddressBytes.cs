using System.Runtime.InteropServices;
using BpfSharp.Protocols;

namespace DdosPipeline.Compilation;

internal static class AddressBytes
{
    /// <summary>An address's 16 bytes as they are sent.</summary>
    public static byte[] Of(Ipv6Address address) => MemoryMarshal.AsBytes(new System.ReadOnlySpan<Ipv6Address>(in address)).ToArray();
}
