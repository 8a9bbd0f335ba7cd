namespace BpfSharp.CompilerServices;

public static partial class BpfHelpers
{
    /// <summary><c>bpf_get_cgroup_classid</c>: the net_cls class of the packet's sender (cgroup v1); in the receive path that of the socket.</summary>
    /// <param name="context">The program's context.</param>
    /// <returns>The class, or 0.</returns>
    [BpfHelper(17, Name = "bpf_get_cgroup_classid", Since = "4.3", Programs = "tc", Simulation = "`TcRunOptions.CgroupClassId`")]
    public static uint GetCgroupClassId(TcContext context) => context.State.CgroupClassId;

    /// <summary><c>bpf_skb_cgroup_classid</c>: the net_cls class of the packet's socket (cgroup v1).</summary>
    /// <param name="context">The program's context.</param>
    /// <returns>The class, or 0.</returns>
    [BpfHelper(151, Name = "bpf_skb_cgroup_classid", Since = "5.10", Programs = "tc", Simulation = "`TcRunOptions.CgroupClassId`")]
    public static ulong SkbCgroupClassId(TcContext context) => context.State.CgroupClassId;

    /// <summary><c>bpf_skb_cgroup_id</c>: the cgroup (v2) of the packet's socket.</summary>
    /// <param name="context">The program's context.</param>
    /// <returns>The cgroup's number, or 0.</returns>
    [BpfHelper(79, Name = "bpf_skb_cgroup_id", Since = "4.18", Programs = "tc", Simulation = "`TcRunOptions.Cgroups`")]
    public static ulong SkbCgroupId(TcContext context) => context.State.CgroupId;

    /// <summary><c>bpf_skb_ancestor_cgroup_id</c>: the cgroup (v2) above that of the packet's socket at some level.</summary>
    /// <param name="context">The program's context.</param>
    /// <param name="level">0 is the root.</param>
    /// <returns>The cgroup's number, or 0.</returns>
    [BpfHelper(83, Name = "bpf_skb_ancestor_cgroup_id", Since = "4.19", Programs = "tc", Simulation = "`TcRunOptions.Cgroups`")]
    public static ulong SkbAncestorCgroupId(TcContext context, int level) => context.State.AncestorCgroupId(level);

    /// <summary><c>bpf_get_route_realm</c>: the realm of the packet's route.</summary>
    /// <param name="context">The program's context.</param>
    /// <returns>The realm, or 0.</returns>
    [BpfHelper(24, Name = "bpf_get_route_realm", Since = "4.4", Programs = "tc", Simulation = "`TcRunOptions.RouteRealm`")]
    public static uint GetRouteRealm(TcContext context) => context.State.RouteRealm;

    /// <summary><c>bpf_get_socket_cookie</c>: a number that the packet's socket keeps for its life.</summary>
    /// <param name="context">The program's context.</param>
    /// <returns>The number, or 0.</returns>
    [BpfHelper(46, Name = "bpf_get_socket_cookie", Since = "4.12", Programs = "tc", Simulation = "`TcRunOptions.SocketCookie`")]
    public static ulong GetSocketCookie(TcContext context) => context.State.SocketCookie;

    /// <summary><c>bpf_get_socket_uid</c>: the owner of the packet's socket.</summary>
    /// <param name="context">The program's context.</param>
    /// <returns>The user, or 65534 (<c>overflowuid</c>) where there is no full socket.</returns>
    [BpfHelper(47, Name = "bpf_get_socket_uid", Since = "4.12", Programs = "tc", Simulation = "`TcRunOptions.SocketUserId`")]
    public static uint GetSocketUid(TcContext context) => context.State.SocketUserId;

    /// <summary><c>bpf_get_netns_cookie</c>: a number of the network namespace of the packet's socket.</summary>
    /// <param name="context">The program's context.</param>
    /// <returns>The number; that of the initial namespace where there is no socket.</returns>
    [BpfHelper(122, Name = "bpf_get_netns_cookie", Since = "6.15", Programs = "tc", Simulation = "`TcRunOptions.NetworkNamespaceCookie`")]
    public static ulong GetNetnsCookie(TcContext context) => context.State.NetworkNamespaceCookie;
}
