using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using BpfSharp.Samples;
using RedirectFabric.Network;

namespace RedirectFabric.Measure;

/// <summary>TCP between two containers: how much a second, and how long there and back.</summary>
internal sealed class LinkMeasurement : IDisposable
{
    private const ushort Port = 7100;
    private const int PieceSize = 1 << 17;

    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(5);

    private readonly FabricNode _client;
    private readonly IPEndPoint _server;
    private readonly Socket _sink;
    private readonly TcpEchoServer _echo;
    private readonly List<double> _gigabits = [];
    private readonly List<double> _roundTrips = [];

    public LinkMeasurement(FabricNode client, FabricNode server)
    {
        _client = client;
        _server = new IPEndPoint(server.V4, Port);
        _echo = new TcpEchoServer(server.Place, new IPEndPoint(server.V4, Port + 1));
        _sink = server.Place.Run(() =>
        {
            var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            listener.Bind(_server);
            listener.Listen();
            return listener;
        });
    }

    /// <summary>Median of the rounds, in Gbit/s of payload.</summary>
    public double Gigabits => Median(_gigabits);

    /// <summary>Median of the rounds' medians, in microseconds.</summary>
    public double RoundTripMicroseconds => Median(_roundTrips);

    public void Round(TimeSpan streamTime, int roundTrips)
    {
        _gigabits.Add(Stream(streamTime));
        _roundTrips.Add(RoundTrip(roundTrips));
    }

    public void Dispose()
    {
        _sink.Dispose();
        _echo.Dispose();
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    private double Stream(TimeSpan time)
    {
        using Socket sender = Connect(_server);
        using Socket receiver = _sink.Accept();
        long received = 0;
        var drain = new Thread(() =>
        {
            byte[] buffer = new byte[PieceSize];
            int length;
            while ((length = receiver.Receive(buffer)) > 0)
                received += length;
        })
        { Name = "sink" };
        drain.Start();
        byte[] piece = new byte[PieceSize];
        var clock = Stopwatch.StartNew();
        while (clock.Elapsed < time)
            sender.Send(piece);
        sender.Shutdown(SocketShutdown.Send);
        drain.Join();
        return received * 8 / clock.Elapsed.TotalSeconds / 1e9;
    }

    private double RoundTrip(int count)
    {
        using Socket client = Connect(new IPEndPoint(_server.Address, Port + 1));
        Span<byte> one = stackalloc byte[1];
        var times = new List<double>(count);
        for (int i = 0; i < count; i++)
        {
            long start = Stopwatch.GetTimestamp();
            client.Send(one);
            client.Receive(one);
            times.Add(Stopwatch.GetElapsedTime(start).TotalMicroseconds);
        }

        return Median(times);
    }

    private Socket Connect(IPEndPoint to) => _client.Place.Run(() =>
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp)
        {
            NoDelay = true,
            ReceiveTimeout = (int)s_limit.TotalMilliseconds,
            SendTimeout = (int)s_limit.TotalMilliseconds,
        };
        socket.Connect(to);
        return socket;
    });
}
