namespace BpfSharp.Loader.Netlink;

/// <summary><c>struct tc_act_bpf</c>: what all actions have.</summary>
internal struct BpfActionParameters
{
    /// <summary>0: the kernel numbers it.</summary>
    public uint Index;

    public uint Capabilities;

    /// <summary>What happens where the program says <see cref="TcAction.Unspec"/>. That itself: the next filter.</summary>
    public int Otherwise;

    public int References;
    public int Bindings;
}
