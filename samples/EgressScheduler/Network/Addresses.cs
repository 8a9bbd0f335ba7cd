using System.Net;

namespace EgressScheduler.Network;

/// <summary>Who is who.</summary>
internal static class Addresses
{
    public static readonly IPAddress Sender = IPAddress.Parse("10.86.0.1");
    public static readonly IPAddress Sender6 = IPAddress.Parse("fd86::1");
    public static readonly IPAddress Receiver = IPAddress.Parse("10.86.0.2");
    public static readonly IPAddress Receiver6 = IPAddress.Parse("fd86::2");

    public static IPAddress ReceiverOf(bool v6) => v6 ? Receiver6 : Receiver;
}
