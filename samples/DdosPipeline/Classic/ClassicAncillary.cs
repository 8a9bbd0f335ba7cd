using System.Collections.Generic;

namespace DdosPipeline.Classic;

/// <summary>Loads at negative offsets (include/uapi/linux/filter.h): of what the kernel knows beside the packet, and from the headers' starts.</summary>
internal static class ClassicAncillary
{
    /// <summary>SKF_AD_OFF.</summary>
    public const uint Base = unchecked((uint)-0x1000);

    /// <summary>SKF_NET_OFF: counts from the IP header.</summary>
    public const uint Network = unchecked((uint)-0x100000);

    /// <summary>SKF_LL_OFF: counts from the Ethernet header.</summary>
    public const uint Link = unchecked((uint)-0x200000);

    public const uint Protocol = Base;
    public const uint InterfaceIndex = Base + 8;
    public const uint Cpu = Base + 36;
    public const uint ExclusiveOrX = Base + 40;
    public const uint Random = Base + 56;

    /// <summary>What XDP does not have, or has otherwise.</summary>
    public static readonly IReadOnlyDictionary<uint, string> Refused = new Dictionary<uint, string>
    {
        [4] = "the packet's type (SKF_AD_PKTTYPE)",
        [12] = "a netlink attribute (SKF_AD_NLATTR)",
        [16] = "a nested netlink attribute (SKF_AD_NLATTR_NEST)",
        [20] = "the mark (SKF_AD_MARK)",
        [24] = "the queue (SKF_AD_QUEUE)",
        [28] = "the device's type (SKF_AD_HATYPE)",
        [32] = "the flow hash (SKF_AD_RXHASH)",
        [44] = "the VLAN tag (SKF_AD_VLAN_TAG)",
        [48] = "whether there is a VLAN tag (SKF_AD_VLAN_TAG_PRESENT)",
        [52] = "the payload's offset (SKF_AD_PAY_OFFSET)",
        [60] = "the VLAN protocol (SKF_AD_VLAN_TPID)",
    };

    public static bool IsTaken(uint k) => k is Protocol or InterfaceIndex or Cpu or ExclusiveOrX or Random;
}
