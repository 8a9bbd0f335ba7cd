using System.Net;
using System.Net.NetworkInformation;

namespace BpfSharp.Samples;

/// <summary>Pings.</summary>
public static class IcmpEcho
{
    private const int Limit = 1_000; // ms

    /// <summary>Sends an echo request and waits a second for the answer.</summary>
    /// <returns>What came instead of an answer; null: the answer came.</returns>
    public static string? Ping(LabNamespace place, IPAddress to) => place.Run(() =>
    {
        using var ping = new Ping();
        try
        {
            IPStatus status = ping.Send(to, Limit).Status;
            return status == IPStatus.Success ? null : status.ToString();
        }
        catch (PingException e)
        {
            return e.InnerException?.Message ?? e.Message;
        }
    });
}
