using System;
using System.Diagnostics;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using BpfSharp.Samples;
using EgressScheduler.Network;

namespace EgressScheduler.Traffic;

/// <summary>Small packets from several threads at once, as fast as the stack takes them. A socket waits while its packets wait: none is lost on the way to its class.</summary>
internal sealed class Flood : IDisposable
{
    private const int Payload = 18; // bytes: the smallest Ethernet frame

    private readonly Socket _receiver;
    private readonly Socket[] _senders;

    public Flood(EgressNetwork network, ushort port, int senders)
    {
        // Nobody reads: its queue is full soon, and then a packet costs the receiver little.
        _receiver = network.Receiver.Run(() => UdpSocket.Bind(new IPEndPoint(Addresses.Receiver, port)));
        _senders =
        [
            .. Enumerable.Range(0, senders).Select(_ => network.Sender.Run(() =>
            {
                Socket socket = UdpSocket.Bind(new IPEndPoint(Addresses.Sender, 0));
                socket.Connect(Addresses.Receiver, port);
                return socket;
            })),
        ];
    }

    /// <summary>Sends for a time.</summary>
    /// <param name="senders">How many threads.</param>
    /// <param name="time">How long.</param>
    /// <returns>Packets that were sent, and how many a second.</returns>
    public (long Packets, double Rate) Run(int senders, TimeSpan time)
    {
        long packets = 0;
        using var begin = new Barrier(senders + 1);
        bool done = false;
        Thread[] threads =
        [
            .. _senders.Take(senders).Select(socket => new Thread(() =>
            {
                Span<byte> payload = stackalloc byte[Payload];
                payload.Clear();
                long sent = 0;
                begin.SignalAndWait();
                for (; !Volatile.Read(ref done); sent++)
                    socket.Send(payload);
                Interlocked.Add(ref packets, sent);
            })
            { Name = "flood" }),
        ];
        foreach (Thread thread in threads)
            thread.Start();
        begin.SignalAndWait();
        var clock = Stopwatch.StartNew();
        Thread.Sleep(time);
        Volatile.Write(ref done, true);
        foreach (Thread thread in threads)
            thread.Join();
        return (packets, packets / clock.Elapsed.TotalSeconds);
    }

    public void Dispose()
    {
        foreach (Socket sender in _senders)
            sender.Dispose();
        _receiver.Dispose();
    }
}
