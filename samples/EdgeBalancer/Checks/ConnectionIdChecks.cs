using System;
using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using BpfSharp.Samples;
using EdgeBalancer.Network;

namespace EdgeBalancer.Checks;

/// <summary>QUIC packets go where their connection id says, from whatever address and port they come.</summary>
internal sealed class ConnectionIdChecks(SampleRun run, EdgeNetwork network)
{
    private const int Ports = 10;
    private const byte ShortHeader = 0x40;
    private const int NumberAt = 9;

    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(2);

    public void Show()
    {
        var arrived = new ConcurrentDictionary<uint, int>();
        List<UdpWitness> witnesses = [];
        for (int i = 0; i < network.Backends.Count; i++)
        {
            int backend = i;
            witnesses.Add(new UdpWitness(network.Backends[i].Place, Services.Quic, (payload, _) => arrived[BinaryPrimitives.ReadUInt32BigEndian(payload[NumberAt..])] = backend));
        }

        uint sent = 0;
        for (int i = 0; i < Ports; i++)
        {
            EdgeNode client = network.Clients[i % 2];
            using Socket socket = client.Place.Run(() => UdpSocket.Bind(new IPEndPoint(client.V4, 0)));
            for (int backend = 0; backend < network.Backends.Count; backend++)
                socket.SendTo(Packet(server: backend + 1, sent++), Services.Quic);
        }

        SpinWait.SpinUntil(() => arrived.Count == sent, s_limit);
        for (uint number = 0; number < sent; number++)
        {
            bool came = arrived.TryGetValue(number, out int backend);
            run.Fates.Add("QUIC packet", "arrives at the backend of its connection id",
                !came ? "did not arrive" : backend == number % network.Backends.Count ? null : $"arrived at backend {backend + 1}");
        }

        foreach (UdpWitness witness in witnesses)
            witness.Dispose();
    }

    private static byte[] Packet(int server, uint number)
    {
        byte[] packet = new byte[NumberAt + sizeof(uint)];
        packet[0] = ShortHeader;
        BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(1), (uint)server); // configuration 0, and 3 bytes of server id
        BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(NumberAt), number);
        return packet;
    }
}
