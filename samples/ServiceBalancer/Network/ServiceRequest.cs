using System;
using System.Net;
using System.Net.Sockets;
using BpfSharp.Samples;

namespace ServiceBalancer.Network;

/// <summary>A client's UDP socket, connected to a service: it takes answers from the service's address and port only.</summary>
internal sealed class ServiceRequest : IDisposable
{
    private const int Limit = 1_000; // ms

    private readonly Socket _socket;

    public ServiceRequest(ServiceNode client, IPEndPoint service)
    {
        _socket = client.Place.Run(() => UdpSocket.Bind(new IPEndPoint(client.Address(service.AddressFamily == AddressFamily.InterNetworkV6), 0)));
        _socket.Connect(service);
        _socket.ReceiveTimeout = Limit;
    }

    /// <summary>Asks once.</summary>
    /// <param name="size">Bytes of the request.</param>
    /// <returns>The number of the backend that answered, or what came instead.</returns>
    public (int Backend, string? Failure) Ask(int size)
    {
        byte[] request = new byte[size];
        new Random(size).NextBytes(request);
        byte[] answer = new byte[size + 2];
        try
        {
            _socket.Send(request);
            int length = _socket.Receive(answer);
            return length == size + 1 && answer.AsSpan(1, size).SequenceEqual(request)
                ? (answer[0], null)
                : (0, "the answer is not what was sent");
        }
        catch (SocketException e)
        {
            return (0, $"{e.SocketErrorCode}");
        }
    }

    public void Dispose() => _socket.Dispose();
}
