using System.Runtime.InteropServices;
using BpfSharp.Protocols;

namespace BpfSharp.Kernel.Tests.Differential.Programs.Inspector;

/// <summary>RFC 2784 and 2890: four bytes, then what the flags announce.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public readonly struct GreHeader
{
    public const EtherType TransparentEthernet = (EtherType)0x6558;

    private readonly BigEndianUInt16 _flags;
    private readonly BigEndianUInt16 _protocol;

    public bool HasChecksum => (_flags & 0x8000) != 0;

    public bool HasKey => (_flags & 0x2000) != 0;

    public bool HasSequence => (_flags & 0x1000) != 0;

    public int Version => _flags & 7;

    public EtherType Protocol => (EtherType)(ushort)_protocol;

    public int KeyOffset => HasChecksum ? 8 : 4;

    public int Length => 4 + (HasChecksum ? 4 : 0) + (HasKey ? 4 : 0) + (HasSequence ? 4 : 0);
}
