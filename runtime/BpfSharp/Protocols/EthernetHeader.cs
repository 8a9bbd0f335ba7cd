using System.Runtime.InteropServices;

namespace BpfSharp.Protocols;

/// <summary>The header of an Ethernet frame, without VLAN tags.</summary>
[BpfFunction]
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public struct EthernetHeader
{
    /// <summary>Bytes of the header: 14.</summary>
    public const int Size = 14;

    /// <summary>The station that the frame is for.</summary>
    public MacAddress Destination;

    /// <summary>The station that sent it.</summary>
    public MacAddress Source;

    private BigEndianUInt16 _etherType;

    /// <summary>What the frame carries; a VLAN tag has its own type and is followed by the next.</summary>
    public EtherType EtherType
    {
        readonly get => (EtherType)(ushort)_etherType;
        set => _etherType = (ushort)value;
    }
}
