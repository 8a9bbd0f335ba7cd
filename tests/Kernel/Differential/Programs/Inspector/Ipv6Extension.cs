using System.Runtime.InteropServices;
using BpfSharp.Protocols;

namespace BpfSharp.Kernel.Tests.Differential.Programs.Inspector;

/// <summary>The start that most IPv6 extension headers share (RFC 6564).</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public readonly struct Ipv6Extension
{
    private readonly byte _next;
    private readonly byte _length;

    public IpProtocol NextHeader => (IpProtocol)_next;

    /// <summary>Bytes of the header: its field counts units of 8 behind the first.</summary>
    public int Length => (_length + 1) * 8;

    /// <summary>Bytes of an authentication header, which counts units of 4 behind the first two (RFC 4302).</summary>
    public int AuthenticationLength => (_length + 2) * 4;
}
