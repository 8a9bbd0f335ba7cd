using System.Runtime.InteropServices;
using BpfSharp.Protocols;

namespace BpfSharp.Kernel.Tests.Differential.Programs.Inspector;

/// <summary>RFC 8926: eight bytes, then options.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public readonly struct GeneveHeader
{
    public const int Size = 8;
    public const ushort Port = 6081;

    private readonly byte _versionAndLength;
    private readonly byte _flags;
    private readonly BigEndianUInt16 _protocol;
    private readonly BigEndianUInt32 _network;

    public int Version => _versionAndLength >> 6;

    public int OptionsLength => (_versionAndLength & 0x3f) * 4;

    public bool HasCriticalOptions => (_flags & 0x40) != 0;

    public bool IsControl => (_flags & 0x80) != 0;

    public EtherType Protocol => (EtherType)(ushort)_protocol;

    public uint Network => _network >> 8;
}
