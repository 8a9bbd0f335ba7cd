using System;
using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using BpfSharp.Samples;

namespace TcModes.Traffic;

/// <summary>Sends numbered probes, and knows which have arrived and how.</summary>
internal sealed class ProbeTraffic : IDisposable
{
    // Less than a socket's default buffer holds, so that only the filter can lose a probe.
    private const int MostOnTheWay = 64;

    private static readonly TimeSpan s_longestWait = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan s_settle = TimeSpan.FromMilliseconds(100);

    private readonly ConcurrentDictionary<uint, ProbeArrival> _arrived = new();
    private readonly ConcurrentDictionary<uint, ProbeFate> _sent = new();
    private readonly Socket _sender;
    private readonly IPAddress _receiver;
    private readonly UdpWitness[] _witnesses;
    private int _expected;
    private int _expectedArrived;
    private uint _nextId;

    public ProbeTraffic(LabNamespace sender, LabNamespace receiver, IPAddress senderAddress, IPAddress receiverAddress)
    {
        _receiver = receiverAddress;
        _sender = sender.Run(() => UdpSocket.Bind(new IPEndPoint(senderAddress, 0)));
        _witnesses =
        [
            new UdpWitness(receiver, new IPEndPoint(receiverAddress, ProbePacket.OpenPort), Receive),
            new UdpWitness(receiver, new IPEndPoint(receiverAddress, ProbePacket.ClosedPort), Receive),
        ];
    }

    public int Sent => _sent.Count;

    public int Arrived => _arrived.Count;

    /// <summary>Sends one probe of each fate; waits while too many are on the way.</summary>
    public void Send(params ReadOnlySpan<ProbeFate> fates)
    {
        Span<byte> payload = stackalloc byte[ProbePacket.Size];
        payload.Clear();
        foreach (ProbeFate fate in fates)
        {
            WaitForRoom(MostOnTheWay);
            BinaryPrimitives.WriteUInt32BigEndian(payload, ++_nextId);
            _sent[_nextId] = fate;
            if (fate.Arrives)
                _expected++;
            _sender.SendTo(payload, SocketFlags.None, new IPEndPoint(_receiver, fate.Port));
        }
    }

    /// <summary>Waits until probes that are to arrive have arrived, and gives those that are not the time to show up.</summary>
    public void Settle()
    {
        WaitForRoom(1);
        Thread.Sleep(s_settle);
    }

    /// <summary>Writes down what became of all probes.</summary>
    public void WriteFates(FateLedger ledger)
    {
        foreach ((uint id, ProbeFate fate) in _sent.OrderBy(static s => s.Key))
            ledger.Add(fate.Flow, fate.Expected, fate.Judge(_arrived.TryGetValue(id, out ProbeArrival arrival) ? arrival : null));
    }

    public void Dispose()
    {
        _sender.Dispose();
        foreach (UdpWitness witness in _witnesses)
            witness.Dispose();
    }

    private void Receive(ReadOnlySpan<byte> payload, IPEndPoint source)
    {
        if (payload.Length != ProbePacket.Size)
            return;
        ReadOnlySpan<byte> stamps = payload[ProbePacket.StampOffset..];
        uint id = BinaryPrimitives.ReadUInt32BigEndian(payload);
        if (_arrived.TryAdd(id, new ProbeArrival(stamps[0], stamps[1])) && _sent[id].Arrives)
            Interlocked.Increment(ref _expectedArrived);
    }

    // A probe that ought to arrive and was lost costs the longest wait once: then the count is taken as it is.
    private void WaitForRoom(int onTheWay)
    {
        var clock = Stopwatch.StartNew();
        while (_expected - Volatile.Read(ref _expectedArrived) >= onTheWay)
        {
            if (clock.Elapsed > s_longestWait)
            {
                _expected = Volatile.Read(ref _expectedArrived);
                return;
            }

            Thread.Sleep(0);
        }
    }
}
