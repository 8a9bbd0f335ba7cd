using System.Runtime.InteropServices;
using BpfSharp.Protocols;

namespace BpfSharp.Kernel.Tests.Differential.Programs.Inspector;

/// <summary>The start of an option of Geneve (RFC 8926, 3.5).</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public readonly struct GeneveOption
{
    public readonly BigEndianUInt16 Class;
    private readonly byte _type;
    private readonly byte _length;

    public bool IsCritical => (_type & 0x80) != 0;

    public int Length => 4 + (_length & 0x1f) * 4;
}
