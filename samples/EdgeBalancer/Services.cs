using System.Net;

namespace EdgeBalancer;

/// <summary>The services of <c>edge.txt</c>.</summary>
internal static class Services
{
    public static IPAddress Address(bool v6) => IPAddress.Parse(v6 ? "fd00:100::1" : "10.100.0.1");

    /// <summary>TCP, echoes.</summary>
    public static IPEndPoint Web(bool v6) => new(Address(v6), 80);

    /// <summary>UDP, numbered packets.</summary>
    public static IPEndPoint Names(bool v6) => new(Address(v6), 53);

    /// <summary>QUIC, as far as connection ids go.</summary>
    public static IPEndPoint Quic => new(Address(v6: false), 443);

    /// <summary>UDP to the backend whose stack gets IPIP as it comes.</summary>
    public static IPEndPoint Wrapped => new(Address(v6: false), 54);
}
