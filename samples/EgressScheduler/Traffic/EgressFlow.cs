using System;
using System.Buffers.Binary;
using System.Diagnostics;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using BpfSharp.Samples;
using EgressScheduler.Network;

namespace EgressScheduler.Traffic;

/// <summary>Numbered UDP packets of one flow: a few, or as many as its class lets through.</summary>
/// <remarks>A socket that sends waits while its packets wait in the scheduler: a busy class loses none.</remarks>
internal sealed class EgressFlow : IDisposable
{
    private const int ReceiveBuffer = 8 << 20; // bytes: seconds of the fastest class, for a receiver that gets no processor
    private const int UsualSendBuffer = 1 << 17;

    private static readonly TimeSpan s_longestWait = TimeSpan.FromSeconds(3);

    private readonly Socket _sender;
    private readonly UdpWitness _witness;
    private readonly byte[] _payload;
    private readonly CancellationTokenSource _done = new();
    private readonly Arrivals _arrivals = new();
    private Thread? _thread;
    private int _sent;

    /// <param name="network">Where.</param>
    /// <param name="plan">Which packets.</param>
    /// <param name="sendBuffer">Bytes that may wait in the scheduler.</param>
    public EgressFlow(EgressNetwork network, FlowPlan plan, int sendBuffer = UsualSendBuffer)
    {
        Plan = plan;
        _payload = new byte[plan.Size];
        _witness = new UdpWitness(network.Receiver, plan.To, Receive);
        SocketOptions.SetReceiveBuffer(_witness.Socket, ReceiveBuffer);
        _sender = network.Sender.Run(() => UdpSocket.Bind(new IPEndPoint(plan.V6 ? IPAddress.IPv6Any : IPAddress.Any, 0)));
        SocketOptions.SetSendBuffer(_sender, sendBuffer);
        SocketOptions.SetDscp(_sender, plan.SentDscp);
        _sender.Connect(plan.To);
    }

    public FlowPlan Plan { get; }

    public int Sent => Volatile.Read(ref _sent);

    public int Arrived => _arrivals.Count;

    /// <summary>Sends some packets.</summary>
    public void Send(int packets)
    {
        for (int i = 0; i < packets; i++)
        {
            BinaryPrimitives.WriteUInt32BigEndian(_payload, (uint)_sent);
            _sender.Send(_payload);
            Volatile.Write(ref _sent, _sent + 1);
        }
    }

    /// <summary>Sends without a pause until <see cref="Stop"/>.</summary>
    public void Start()
    {
        _thread = new Thread(() =>
        {
            while (!_done.IsCancellationRequested)
                Send(1);
        })
        { Name = Plan.Name };
        _thread.Start();
    }

    public void Stop()
    {
        _done.Cancel();
        _thread?.Join();
        _thread = null;
    }

    /// <summary>Waits until all has arrived, or nothing more comes.</summary>
    public void Settle()
    {
        var clock = Stopwatch.StartNew();
        for (int last = -1; Arrived < Sent && clock.Elapsed < s_longestWait; Thread.Sleep(1))
        {
            if (Arrived == last)
                continue;
            last = Arrived;
            clock.Restart();
        }
    }

    /// <summary>What is wrong with what became of each packet; null: nothing.</summary>
    public string?[] Judge()
    {
        string?[] judged = new string?[Sent];
        for (int i = 0; i < judged.Length; i++)
            judged[i] = _arrivals.Judge(i);
        return judged;
    }

    /// <summary>Writes down what became of all packets.</summary>
    public void WriteFates(FateLedger ledger)
    {
        foreach (IGrouping<string, string?> fate in Judge().GroupBy(static j => j ?? ""))
            ledger.Add(Plan.Name, "arrives once", fate.Key.Length == 0 ? null : fate.Key, fate.Count());
    }

    public void Dispose()
    {
        Stop();
        _sender.Dispose();
        _witness.Dispose();
        _done.Dispose();
    }

    private void Receive(ReadOnlySpan<byte> payload, IPEndPoint source)
    {
        if (payload.Length == Plan.Size)
            _arrivals.Add((int)BinaryPrimitives.ReadUInt32BigEndian(payload));
    }
}
