namespace BpfSharp.Loader;

/// <summary>What holds an XDP program on its interface.</summary>
public enum XdpHolder
{
    /// <summary>A link, except where a program is to be replaced that was attached without one. Only asked for, never an answer.</summary>
    Auto,

    /// <summary>A BPF link: goes with the process, and nobody can take its place unasked.</summary>
    Link,

    /// <summary>The interface itself (netlink, IFLA_XDP): stays when the process is killed, and whoever has CAP_NET_ADMIN can replace it.</summary>
    Netlink,
}
