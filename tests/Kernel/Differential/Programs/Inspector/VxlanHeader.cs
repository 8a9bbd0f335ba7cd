using System.Runtime.InteropServices;
using BpfSharp.Protocols;

namespace BpfSharp.Kernel.Tests.Differential.Programs.Inspector;

/// <summary>RFC 7348.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public readonly struct VxlanHeader
{
    public const int Size = 8;
    public const ushort Port = 4789;

    private readonly byte _flags;
    private readonly byte _reserved0;
    private readonly ushort _reserved1;
    private readonly BigEndianUInt32 _network;

    public bool HasNetwork => (_flags & 0x08) != 0;

    public uint Network => _network >> 8;
}
