namespace BpfSharp.Loader.Netlink;

/// <summary>Where filters hang: a side of an interface, a class or qdisc, or a block that several qdiscs share.</summary>
/// <param name="Index">The interface; of a block, the kernel's magic number.</param>
/// <param name="Parent">The qdisc or class; of a block, its number.</param>
/// <param name="Description">For messages, with an article.</param>
internal readonly record struct FilterPlace(int Index, uint Parent, string Description)
{
    // TCM_IFINDEX_MAGIC_BLOCK
    private const int BlockIndex = -1;

    public static FilterPlace Side(NetworkInterface device, TcDirection direction) =>
        new(device.Index, Clsact.Parent(direction), $"the {(direction == TcDirection.Ingress ? "ingress" : "egress")} side of interface '{device.Name}'");

    public static FilterPlace Qdisc(NetworkInterface device, TcHandle parent) =>
        new(device.Index, parent.Value, $"qdisc or class {parent} of interface '{device.Name}'");

    public static FilterPlace Block(uint block) => new(BlockIndex, block, $"filter block {block}");
}
