using System;
using System.Collections.Generic;
using System.IO;
using System.Net.Sockets;

namespace BpfSharp.Kernel.Tests.Infrastructure;

/// <summary>A namespace behind the near one: <c>near1</c> there leads to <c>third0</c> here, where all frames are seen.</summary>
internal sealed class ThirdNamespace : IDisposable
{
    public const string NearInterface = "near1";
    private const string Interface = "third0";
    private const ushort AllProtocols = 0x0300; // htons(ETH_P_ALL)

    private readonly TestNamespace _namespace = new();
    private readonly Socket _socket;

    public ThirdNamespace(VethPair pair)
    {
        try
        {
            pair.Near.Ip($"link add {NearInterface} type veth peer name {Interface} netns {_namespace.Name}");
            Silence(pair.Near, NearInterface);
            Silence(_namespace, Interface);
            // A veth takes redirected frames only when its other side polls (veth_xdp_xmit): GRO makes it do so.
            Tool.Run("nsenter", $"--net=/run/netns/{_namespace.Name} ethtool -K {Interface} gro on");
            _socket = _namespace.Run(static () => new Socket(AddressFamily.Packet, SocketType.Raw, (ProtocolType)AllProtocols));
        }
        catch
        {
            _namespace.Dispose();
            throw;
        }
    }

    /// <summary>Frames that have come until none comes for a while.</summary>
    public IReadOnlyList<byte[]> Receive(int expected)
    {
        var frames = new List<byte[]>();
        byte[] buffer = new byte[2048];
        while (_socket.Poll(TimeSpan.FromMilliseconds(frames.Count < expected ? 1000 : 50), SelectMode.SelectRead))
            frames.Add(buffer[.._socket.Receive(buffer)]);
        return frames;
    }

    public void Dispose()
    {
        _socket.Dispose();
        _namespace.Dispose();
    }

    private static void Silence(TestNamespace where, string name)
    {
        where.Run(() => File.WriteAllText($"/proc/sys/net/ipv6/conf/{name}/disable_ipv6", "1"));
        where.Ip($"link set {name} up");
    }
}
