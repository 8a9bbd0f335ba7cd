namespace BpfSharp;

/// <summary>Whom a packet is for (<c>PACKET_*</c> of <c>linux/if_packet.h</c>).</summary>
public enum PacketType
{
    /// <summary>For this host.</summary>
    Host = 0,

    /// <summary>Broadcast on the link.</summary>
    Broadcast = 1,

    /// <summary>Multicast on the link.</summary>
    Multicast = 2,

    /// <summary>For another host.</summary>
    OtherHost = 3,

    /// <summary>On its way out.</summary>
    Outgoing = 4,
}
