using System;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using BpfSharp.Samples;
using DdosPipeline.Network;

namespace DdosPipeline.Checks;

/// <summary>Packets within a rate pass, those above are dropped; each source has its own rate.</summary>
internal static class RateChecks
{
    private const ushort Port = 7007;
    private const int PerSecond = 100;
    private const int Packets = 1_000;
    private const int Size = 250;

    private static readonly TimeSpan s_settle = TimeSpan.FromMilliseconds(200);

    public static void Run(SampleRun run, DefendedHost host)
    {
        int arrived = 0;
        using var witness = new UdpWitness(host.Server, new IPEndPoint(DefendedHost.ServerAddress(v6: false), Port), (_, _) => Interlocked.Increment(ref arrived));
        foreach (IPAddress source in (IPAddress[])[DefendedHost.ClientAddress(v6: false), IPAddress.Parse("10.95.0.1")])
        {
            // The second time the source has used up what it had.
            var clock = Stopwatch.StartNew();
            int before = Volatile.Read(ref arrived);
            int sent = Send(host, new IPEndPoint(source, 0), Port, Packets);
            double seconds = clock.Elapsed.TotalSeconds;
            Thread.Sleep(s_settle);
            int passed = Volatile.Read(ref arrived) - before;
            int most = (int)((before == 0 ? PerSecond : 0) + ((seconds + s_settle.TotalSeconds) * PerSecond)) + 2;
            int least = before == 0 ? Math.Min(sent, PerSecond) : 0;
            bool isRight = passed >= least && passed <= most;
            run.Fates.Add($"{sent} packets at once, at most {PerSecond} a second", "pass at that rate", isRight ? null : $"{passed} passed in {seconds:0.00} s, {least} to {most} may", sent);
        }
    }

    /// <summary>Sends datagrams as fast as it can.</summary>
    /// <returns>How many the stack has taken.</returns>
    public static int Send(DefendedHost host, IPEndPoint from, ushort port, int packets) => host.Client.Run(() =>
    {
        using Socket socket = UdpSocket.Bind(from);
        byte[] payload = new byte[Size];
        int sent = 0;
        for (int i = 0; i < packets; i++)
        {
            try
            {
                socket.SendTo(payload, new IPEndPoint(DefendedHost.ServerAddress(v6: false), port));
                sent++;
            }
            catch (SocketException e) when (e.SocketErrorCode is SocketError.NoBufferSpaceAvailable or SocketError.ConnectionRefused)
            {
                // Not sent: nothing to count.
            }
        }

        return sent;
    });
}
