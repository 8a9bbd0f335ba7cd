using System.Collections.Generic;
using System.Net;

namespace ContainerPolicy.Network;

/// <summary>Who is who.</summary>
internal static class Addresses
{
    public static readonly IPAddress Container = IPAddress.Parse("10.82.0.2");
    public static readonly IPAddress Container6 = IPAddress.Parse("fd82::2");
    public static readonly IPAddress Friend = IPAddress.Parse("10.83.1.1");
    public static readonly IPAddress Friend6 = IPAddress.Parse("fd83:1::1");
    public static readonly IPAddress Foe = IPAddress.Parse("10.83.2.1");
    public static readonly IPAddress Foe6 = IPAddress.Parse("fd83:1:2::1");

    public static IReadOnlyList<IPAddress> Peers { get; } = [Friend, Friend6, Foe, Foe6];

    public static IPAddress ContainerOf(bool v6) => v6 ? Container6 : Container;

    public static IPAddress FriendOf(bool v6) => v6 ? Friend6 : Friend;

    public static IPAddress FoeOf(bool v6) => v6 ? Foe6 : Foe;
}
