using System;
using System.Runtime.InteropServices;
using BpfSharp;
using BpfSharp.Protocols;

namespace ServiceBalancer;

/// <summary>What a change of an IPv6 address does to a checksum.</summary>
internal static class AddressChange
{
    /// <summary>The difference as <c>ReplaceInTransportChecksum</c> takes it with a size of 0.</summary>
    public static ulong Of(in Ipv6Address old, in Ipv6Address changed) => (ulong)Bpf.ChecksumDifference(
        MemoryMarshal.AsBytes(new ReadOnlySpan<Ipv6Address>(in old)),
        MemoryMarshal.AsBytes(new ReadOnlySpan<Ipv6Address>(in changed)));
}
