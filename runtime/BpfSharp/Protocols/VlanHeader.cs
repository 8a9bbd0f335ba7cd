using System.Runtime.InteropServices;

namespace BpfSharp.Protocols;

/// <summary>A VLAN tag (802.1Q, 802.1ad) after the type that announces it: the tag, then the type of what follows.</summary>
[BpfFunction]
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public struct VlanHeader
{
    /// <summary>Bytes of the header: 4.</summary>
    public const int Size = 4;

    private BigEndianUInt16 _tag;
    private BigEndianUInt16 _etherType;

    /// <summary>All 16 bits: priority, drop eligibility, VLAN.</summary>
    public ushort Tag
    {
        readonly get => _tag;
        set => _tag = value;
    }

    /// <summary>The VLAN, 0 to 4095 (12 bits).</summary>
    public int VlanId
    {
        readonly get => _tag & 0xfff;
        set => _tag = (ushort)((_tag & 0xf000) | (value & 0xfff));
    }

    /// <summary>Priority, 0 to 7 (3 bits).</summary>
    public int Priority
    {
        readonly get => _tag >> 13;
        set => _tag = (ushort)((_tag & 0x1fff) | ((value & 7) << 13));
    }

    /// <summary>Whether the frame may be dropped first under congestion.</summary>
    public bool DropEligible
    {
        readonly get => (_tag & 0x1000) != 0;
        set => _tag = (ushort)(value ? _tag | 0x1000 : _tag & 0xefff);
    }

    /// <summary>What follows the tag.</summary>
    public EtherType EtherType
    {
        readonly get => (EtherType)(ushort)_etherType;
        set => _etherType = (ushort)value;
    }
}
