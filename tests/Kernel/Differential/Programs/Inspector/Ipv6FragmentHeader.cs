using System.Runtime.InteropServices;
using BpfSharp.Protocols;

namespace BpfSharp.Kernel.Tests.Differential.Programs.Inspector;

/// <summary>RFC 8200, 4.5.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public readonly struct Ipv6FragmentHeader
{
    public const int Size = 8;

    private readonly byte _next;
    private readonly byte _reserved;
    private readonly BigEndianUInt16 _offsetAndMore;
    private readonly BigEndianUInt32 _identification;

    public IpProtocol NextHeader => (IpProtocol)_next;

    public int Offset => _offsetAndMore & 0xfff8;

    public bool HasMore => (_offsetAndMore & 1) != 0;
}
