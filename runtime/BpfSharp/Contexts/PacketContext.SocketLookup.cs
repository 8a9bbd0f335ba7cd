using BpfSharp.CompilerServices;

namespace BpfSharp;

public abstract partial class PacketContext
{
    /// <summary>The TCP socket for a packet with these ends: a connection, or else a listener (Linux 4.20).</summary>
    /// <param name="tuple">The ends as in a packet that comes in.</param>
    /// <param name="networkNamespace">Number of the network namespace, as the interface's one has given it (<c>ip netns list-id</c>); -1: the interface's own.</param>
    /// <returns>The socket, to be released; absent where there is none.</returns>
    [BpfFunction]
    public SocketReference LookupTcpSocket(in Ipv4SocketTuple tuple, int networkNamespace = -1) => new(ref BpfHelpers.SkLookupTcp(this, in tuple, Ipv4SocketTuple.ByteCount, networkNamespace, 0));

    /// <summary>The TCP socket for a packet with these ends: a connection, or else a listener (Linux 4.20).</summary>
    /// <param name="tuple">The ends as in a packet that comes in.</param>
    /// <param name="networkNamespace">Number of the network namespace, as the interface's one has given it (<c>ip netns list-id</c>); -1: the interface's own.</param>
    /// <returns>The socket, to be released; absent where there is none.</returns>
    [BpfFunction]
    public SocketReference LookupTcpSocket(in Ipv6SocketTuple tuple, int networkNamespace = -1) => new(ref BpfHelpers.SkLookupTcp(this, in tuple, Ipv6SocketTuple.ByteCount, networkNamespace, 0));

    /// <summary>The UDP socket for a packet with these ends (Linux 4.20).</summary>
    /// <param name="tuple">The ends as in a packet that comes in.</param>
    /// <param name="networkNamespace">Number of the network namespace, as the interface's one has given it (<c>ip netns list-id</c>); -1: the interface's own.</param>
    /// <returns>The socket, to be released; absent where there is none.</returns>
    [BpfFunction]
    public SocketReference LookupUdpSocket(in Ipv4SocketTuple tuple, int networkNamespace = -1) => new(ref BpfHelpers.SkLookupUdp(this, in tuple, Ipv4SocketTuple.ByteCount, networkNamespace, 0));

    /// <summary>The UDP socket for a packet with these ends (Linux 4.20).</summary>
    /// <param name="tuple">The ends as in a packet that comes in.</param>
    /// <param name="networkNamespace">Number of the network namespace, as the interface's one has given it (<c>ip netns list-id</c>); -1: the interface's own.</param>
    /// <returns>The socket, to be released; absent where there is none.</returns>
    [BpfFunction]
    public SocketReference LookupUdpSocket(in Ipv6SocketTuple tuple, int networkNamespace = -1) => new(ref BpfHelpers.SkLookupUdp(this, in tuple, Ipv6SocketTuple.ByteCount, networkNamespace, 0));

    /// <summary>The TCP connection or listener for a packet with these ends; it may be no whole socket, as a connection that a listener has not accepted yet (Linux 5.2).</summary>
    /// <param name="tuple">The ends as in a packet that comes in.</param>
    /// <param name="networkNamespace">Number of the network namespace, as the interface's one has given it (<c>ip netns list-id</c>); -1: the interface's own.</param>
    /// <returns>The socket, to be released; absent where there is none.</returns>
    [BpfFunction]
    public SocketCommonReference LookupTcpSocketCommon(in Ipv4SocketTuple tuple, int networkNamespace = -1) => new(ref BpfHelpers.SkcLookupTcp(this, in tuple, Ipv4SocketTuple.ByteCount, networkNamespace, 0));

    /// <summary>The TCP connection or listener for a packet with these ends; it may be no whole socket, as a connection that a listener has not accepted yet (Linux 5.2).</summary>
    /// <param name="tuple">The ends as in a packet that comes in.</param>
    /// <param name="networkNamespace">Number of the network namespace, as the interface's one has given it (<c>ip netns list-id</c>); -1: the interface's own.</param>
    /// <returns>The socket, to be released; absent where there is none.</returns>
    [BpfFunction]
    public SocketCommonReference LookupTcpSocketCommon(in Ipv6SocketTuple tuple, int networkNamespace = -1) => new(ref BpfHelpers.SkcLookupTcp(this, in tuple, Ipv6SocketTuple.ByteCount, networkNamespace, 0));
}
