using BpfSharp.Protocols;

namespace ServiceBalancer;

/// <summary>A connection as one side of the translation sees it: of a client with the service, or with the backend.</summary>
public readonly struct ConnectionKey(Ipv6Address client, ushort clientPort, Ipv6Address server, ushort serverPort, uint protocol)
{
    public readonly Ipv6Address Client = client;
    public readonly Ipv6Address Server = server;
    public readonly ushort ClientPort = clientPort;
    public readonly ushort ServerPort = serverPort;
    public readonly uint Protocol = protocol;
}
