using System;
using System.IO;
using System.Net;
using System.Net.Sockets;
using BpfSharp.Kernel.Tests.Infrastructure;
using BpfSharp.Loader;
using Xunit;

namespace BpfSharp.Kernel.Tests.Effects;

/// <summary>The stack takes connections from cookies that a program made, and a program knows cookies of the stack.</summary>
public sealed class CookieTests
{
    [Fact]
    public void Program_and_stack_take_each_others_cookies()
    {
        KernelTest.Require("ethtool");
        using var pair = new VethPair();
        using CookieProgramsObject loaded = CookieProgramsLoader.Load();
        using Socket listener = pair.Near.Run(static () =>
        {
            File.WriteAllText("/proc/sys/net/ipv4/tcp_syncookies", "2");
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new IPEndPoint(IPAddress.Parse(VethPair.NearAddress), 0));
            socket.Listen(8);
            return socket;
        });
        loaded.Port = (uint)((IPEndPoint)listener.LocalEndPoint!).Port;
        using TcLink link = pair.Near.Run(() => loaded.Proxy.Attach(VethPair.NearInterface, TcDirection.Ingress));

        // The stack's own cookie; a listener that has sent none lately takes none.
        Talk(pair, listener);
        Assert.Equal(0ul, loaded.Answered);
        Assert.NotEqual(0ul, loaded.Valid);

        loaded.Answers = 1;
        Talk(pair, listener);
        Assert.Equal(1ul, loaded.Answered);
        Assert.Empty(loaded.ReadFaults());
    }

    private static void Talk(VethPair pair, Socket listener)
    {
        using Socket client = pair.Far.Run(static () => new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp));
        client.Connect(listener.LocalEndPoint!);
        client.Send("hello"u8);
        Assert.True(listener.Poll(TimeSpan.FromSeconds(5), SelectMode.SelectRead), "no connection came");
        using Socket server = listener.Accept();
        server.ReceiveTimeout = 5000;
        byte[] buffer = new byte[5];
        Assert.Equal(5, server.Receive(buffer));
        Assert.Equal("hello"u8.ToArray(), buffer);
    }
}
