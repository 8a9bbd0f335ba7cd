using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Runtime.InteropServices;
using System.Threading;
using BpfSharp.Loader;
using BpfSharp.Protocols;
using BpfSharp.Samples;

namespace DdosPipeline.Network;

/// <summary>Sends frames made by hand, numbered by their IPv4 identification, and sees at the server's interface, behind XDP, which ones come.</summary>
internal sealed class FrameTraffic : IDisposable
{
    public const string Witness = "server";

    private const ushort FirstNumber = 1;

    private static readonly TimeSpan s_settle = TimeSpan.FromMilliseconds(200);

    private readonly DefendedHost _host;
    private readonly FloodObject _flood;
    private readonly FrameListener _listener;
    private readonly List<PacketFate> _sent = [];
    private readonly ConcurrentDictionary<ushort, int> _arrived = new();

    public FrameTraffic(DefendedHost host, FloodObject flood)
    {
        _host = host;
        _flood = flood;
        _listener = new FrameListener(host.Server, Read);
    }

    /// <summary>The sender of frames: an address that nobody has.</summary>
    public static Ipv4Address Source => Ipv4Address.Parse("10.95.0.9");

    /// <summary>Sends an IPv4 packet.</summary>
    public void Send(byte[] frame, PacketFate fate)
    {
        ushort number = (ushort)(FirstNumber + _sent.Count);
        _sent.Add(fate);
        ref Ipv4Header ip = ref MemoryMarshal.AsRef<Ipv4Header>(frame.AsSpan(EthernetHeader.Size));
        ip.Identification = number;
        ip.Checksum = 0;
        ip.Checksum = InternetChecksum.Compute(frame.AsSpan(EthernetHeader.Size, ip.HeaderLength));
        _host.Client.Run(() => _flood.Emit.RunLive(frame, 1, new XdpRunContext { IngressInterface = (int)_host.ClientDevice.Index }));
    }

    public void WriteFates(FateLedger ledger)
    {
        Thread.Sleep(s_settle);
        for (int i = 0; i < _sent.Count; i++)
        {
            int count = _arrived.GetValueOrDefault((ushort)(FirstNumber + i));
            ledger.Add(_sent[i].Flow, _sent[i].Expected, _sent[i].Judge(count == 0 ? null : new PacketArrival(Witness, new IPEndPoint(IPAddress.Any, 0), count)));
        }
    }

    public void Dispose() => _listener.Dispose();

    private void Read(ReadOnlySpan<byte> frame)
    {
        if (frame.Length >= EthernetHeader.Size + Ipv4Header.Size && MemoryMarshal.Read<EthernetHeader>(frame).EtherType == EtherType.IPv4
            && MemoryMarshal.Read<Ipv4Header>(frame[EthernetHeader.Size..]) is var ip && ip.Source == Source)
            _arrived.AddOrUpdate(ip.Identification, 1, static (_, count) => count + 1);
    }
}
