using System;
using System.Net;
using System.Net.Sockets;
using System.Threading.Tasks;
using BpfSharp.Kernel.Tests.Infrastructure;

namespace BpfSharp.Kernel.Tests.Skb;

/// <summary>A TCP transfer from near to far in large segments, of which only the headers are linear.</summary>
internal static class Segments
{
    private const int Bytes = 1 << 20;

    /// <summary>A pair whose interfaces leave segmentation and checksums to each other, as they do by default.</summary>
    public static VethPair Pair()
    {
        var pair = new VethPair();
        try
        {
            Tool.Run("nsenter", $"--net=/run/netns/{pair.Near.Name} ethtool -K {VethPair.NearInterface} tx on sg on tso on gso on");
            Tool.Run("nsenter", $"--net=/run/netns/{pair.Far.Name} ethtool -K {VethPair.FarInterface} tx on sg on tso on gso on");
            return pair;
        }
        catch
        {
            pair.Dispose();
            throw;
        }
    }

    /// <summary>Sends a megabyte of one value; true if all of it arrived and nothing else.</summary>
    public static bool Transfer(VethPair pair, byte value) => Transfer(pair, _ => value);

    /// <summary>Sends a megabyte of what each position in the stream has; true if all of it arrived and nothing else.</summary>
    public static bool Transfer(VethPair pair, Func<uint, byte> byteAt)
    {
        using Socket listener = pair.Far.Run(static () =>
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new IPEndPoint(IPAddress.Parse(VethPair.FarAddress), 0));
            socket.Listen(1);
            return socket;
        });
        using Socket sender = pair.Near.Run(static () => new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp));
        sender.SendTimeout = 10_000;
        sender.Connect(listener.LocalEndPoint!);
        using Socket receiver = listener.Accept();
        receiver.ReceiveTimeout = 10_000;

        byte[] sent = new byte[Bytes];
        for (int i = 0; i < sent.Length; i++)
            sent[i] = byteAt((uint)i);
        Task sending = Task.Run(() =>
        {
            for (int done = 0; done < sent.Length;)
                done += sender.Send(sent, done, sent.Length - done, SocketFlags.None);
            sender.Shutdown(SocketShutdown.Send);
        });
        byte[] received = new byte[Bytes + 1];
        int count = 0;
        for (int more; count < received.Length && (more = receiver.Receive(received, count, received.Length - count, SocketFlags.None)) > 0;)
            count += more;
        sending.GetAwaiter().GetResult();
        return received.AsSpan(0, count).SequenceEqual(sent);
    }
}
