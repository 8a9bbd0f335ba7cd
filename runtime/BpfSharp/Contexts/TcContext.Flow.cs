using BpfSharp.CompilerServices;

namespace BpfSharp;

public sealed partial class TcContext
{
    /// <summary>Clock of <see cref="Timestamp"/> (Linux 5.18). A program that reads it sees delivery times in <see cref="Timestamp"/> on ingress too; others see 0 there.</summary>
    public TimestampClock TimestampClock
    {
        [BpfFunction]
        get => (TimestampClock)RawTimestampClock;
    }

    /// <summary>Hash of the packet's flow, computed where it is not known (Linux 4.8).</summary>
    /// <returns>The hash; it has a secret key of this boot.</returns>
    [BpfFunction]
    public uint ComputeHash() => BpfHelpers.GetHashRecalc(this);

    /// <summary>Sets the hash of the packet's flow (Linux 4.13), by which receive and transmit queues are chosen.</summary>
    /// <param name="hash">The hash.</param>
    [BpfFunction]
    public void SetHash(uint hash) => BpfHelpers.SetHash(this, hash);

    /// <summary>Forgets the hash of the packet's flow (Linux 4.9), so that it is computed anew from the headers as they are then.</summary>
    [BpfFunction]
    public void ForgetHash() => BpfHelpers.SetHashInvalid(this);

    /// <summary>Sets the time stamp and says of which clock it is (Linux 5.18): when an IP packet is to be sent. Only times of <see cref="TimestampClock.Monotonic"/> survive a redirect.</summary>
    /// <param name="timestamp">Nanoseconds; not 0 for a delivery time.</param>
    /// <param name="clock">The clock.</param>
    /// <returns>Whether it was possible.</returns>
    [BpfFunction]
    public bool SetTimestamp(ulong timestamp, TimestampClock clock) => BpfHelpers.SkbSetTstamp(this, timestamp, (uint)clock) == 0;

    /// <summary>The realm of the packet's route (Linux 4.4, <c>CONFIG_IP_ROUTE_CLASSID</c>).</summary>
    /// <returns>Source realm in the upper 16 bits, destination realm in the lower; 0: none.</returns>
    [BpfFunction]
    public uint RouteRealm() => BpfHelpers.GetRouteRealm(this);

    /// <summary>The net_cls class of the sending process (cgroup v1, Linux 4.3).</summary>
    /// <returns>The class, or 0.</returns>
    [BpfFunction]
    public uint SenderClassId() => BpfHelpers.GetCgroupClassId(this);

    /// <summary>The net_cls class of the packet's socket (cgroup v1, Linux 5.10).</summary>
    /// <returns>The class, or 0.</returns>
    [BpfFunction]
    public uint SocketClassId() => (uint)BpfHelpers.SkbCgroupClassId(this);

    /// <summary>The cgroup (v2) of the packet's socket (Linux 4.18): on egress, of who made the socket.</summary>
    /// <returns>The cgroup's number, which is the inode number of its folder; 0: no socket.</returns>
    [BpfFunction]
    public ulong CgroupId() => BpfHelpers.SkbCgroupId(this);

    /// <summary>A cgroup (v2) above that of the packet's socket (Linux 4.19).</summary>
    /// <param name="level">How far from the root, which is 0.</param>
    /// <returns>The cgroup's number; 0: no socket, or no such level.</returns>
    [BpfFunction]
    public ulong AncestorCgroupId(int level) => BpfHelpers.SkbAncestorCgroupId(this, level);

    /// <summary>A number that the packet's socket keeps for its life (<c>SO_COOKIE</c>, Linux 4.12).</summary>
    /// <returns>The number; 0: no socket.</returns>
    [BpfFunction]
    public ulong SocketCookie() => BpfHelpers.GetSocketCookie(this);

    /// <summary>The owner of the packet's socket (Linux 4.12).</summary>
    /// <returns>The user's number; 65534 where there is no full socket.</returns>
    [BpfFunction]
    public uint SocketUserId() => BpfHelpers.GetSocketUid(this);

    /// <summary>A number of the network namespace of the packet's socket (<c>SO_NETNS_COOKIE</c>, Linux 6.15).</summary>
    /// <returns>The number; that of the initial namespace where there is no socket.</returns>
    [BpfFunction]
    public ulong NetworkNamespaceCookie() => BpfHelpers.GetNetnsCookie(this);
}
