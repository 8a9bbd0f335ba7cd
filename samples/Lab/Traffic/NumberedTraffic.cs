using System;
using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Threading;

namespace BpfSharp.Samples;

/// <summary>Sends numbered UDP packets, and knows which witness has seen which. One thread sends.</summary>
public sealed class NumberedTraffic : IDisposable
{
    // Less than a socket's default buffer holds, so that no receiver is too slow.
    private const int MostOnTheWay = 64;
    private const short UsualTimeToLive = 64;

    private static readonly TimeSpan s_longestWait = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan s_settle = TimeSpan.FromMilliseconds(150);

    private readonly ConcurrentDictionary<uint, PacketFate> _sent = new();
    private readonly ConcurrentDictionary<uint, PacketArrival> _arrived = new();
    private readonly Dictionary<(LabNamespace, IPEndPoint, short), Socket> _senders = [];
    private readonly List<UdpWitness> _witnesses = [];
    private int _onTheWay;

    public int Sent => _sent.Count;

    public int Arrived => _arrived.Count;

    /// <summary>Adds a socket that sees what reaches it. What is sent from its address and port goes out by it.</summary>
    public void AddWitness(string name, LabNamespace place, IPEndPoint at)
    {
        var witness = new UdpWitness(place, at, (payload, source) => Receive(name, payload, source));
        _witnesses.Add(witness);
        _senders[(place, at, UsualTimeToLive)] = witness.Socket;
    }

    /// <summary>Sends one packet; waits while too many are on the way.</summary>
    /// <param name="place">Who sends.</param>
    /// <param name="from">Address and port; port 0: one for all packets of that sender.</param>
    /// <param name="to">Where to.</param>
    /// <param name="fate">What ought to become of it.</param>
    /// <param name="timeToLive">The time to live, or hop limit.</param>
    /// <param name="size">Bytes of payload, at least 4; more than the link takes goes in fragments.</param>
    public void Send(LabNamespace place, IPEndPoint from, IPEndPoint to, PacketFate fate, short timeToLive = UsualTimeToLive, int size = sizeof(uint))
    {
        WaitForRoom(MostOnTheWay);
        uint id = (uint)_sent.Count + 1;
        Span<byte> payload = new byte[size];
        BinaryPrimitives.WriteUInt32BigEndian(payload, id);
        _sent[id] = fate;
        if (fate.ArrivesAt is not null)
            Interlocked.Increment(ref _onTheWay);
        Send(Sender(place, from, timeToLive), payload, to);
    }

    /// <summary>Waits until packets that are to arrive have arrived.</summary>
    public void WaitForArrivals() => WaitForRoom(1);

    /// <summary>Waits until packets that are to arrive have arrived, and gives those that are not the time to show up.</summary>
    public void Settle()
    {
        WaitForArrivals();
        Thread.Sleep(s_settle);
    }

    /// <summary>Writes down what became of all packets.</summary>
    public void WriteFates(FateLedger ledger)
    {
        foreach ((uint id, PacketFate fate) in _sent.OrderBy(static s => s.Key))
            ledger.Add(fate.Flow, fate.Expected, fate.Judge(_arrived.GetValueOrDefault(id)));
    }

    public void Dispose()
    {
        foreach (Socket sender in _senders.Values)
            sender.Dispose();
        foreach (UdpWitness witness in _witnesses)
            witness.Dispose();
    }

    private Socket Sender(LabNamespace place, IPEndPoint from, short timeToLive)
    {
        if (_senders.TryGetValue((place, from, timeToLive), out Socket? sender))
            return sender;
        sender = place.Run(() => UdpSocket.Bind(from));
        sender.Ttl = timeToLive;
        _senders.Add((place, from, timeToLive), sender);
        return sender;
    }

    // A socket reports with a later send that an earlier packet found no neighbour; that says nothing of this one.
    private static void Send(Socket sender, ReadOnlySpan<byte> payload, IPEndPoint to)
    {
        for (int attempt = 0; attempt < 3; attempt++)
        {
            try
            {
                sender.SendTo(payload, SocketFlags.None, to);
                return;
            }
            catch (SocketException e) when (e.SocketErrorCode is SocketError.HostUnreachable or SocketError.NetworkUnreachable or SocketError.ConnectionRefused)
            {
                // Its own end, too, if it comes again: then it has not arrived.
            }
        }
    }

    private void Receive(string witness, ReadOnlySpan<byte> payload, IPEndPoint source)
    {
        if (payload.Length < sizeof(uint))
            return;
        uint id = BinaryPrimitives.ReadUInt32BigEndian(payload);
        PacketArrival arrival = _arrived.AddOrUpdate(
            id, _ => new PacketArrival(witness, source, 1), static (_, seen) => seen with { Count = seen.Count + 1 });
        if (arrival.Count == 1 && _sent.TryGetValue(id, out PacketFate? fate) && fate.ArrivesAt is not null)
            Interlocked.Decrement(ref _onTheWay);
    }

    // A packet that was lost costs the longest wait once: then it no longer counts as on the way.
    private void WaitForRoom(int onTheWay)
    {
        var clock = Stopwatch.StartNew();
        while (Volatile.Read(ref _onTheWay) >= onTheWay)
        {
            if (clock.Elapsed > s_longestWait)
            {
                Interlocked.Exchange(ref _onTheWay, 0);
                return;
            }

            Thread.Sleep(0);
        }
    }
}
