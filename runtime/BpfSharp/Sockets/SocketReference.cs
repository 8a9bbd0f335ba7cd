using System.Runtime.CompilerServices;
using BpfSharp.CompilerServices;

namespace BpfSharp;

/// <summary>A socket that a lookup has found, which is counted. To be put into a <c>using</c> declaration: it is released at the end, also where the program ends by a fault.</summary>
[BpfFunction]
public ref struct SocketReference
{
    private ref SocketHandle _socket;

    internal SocketReference(ref SocketHandle socket) => _socket = ref socket;

    /// <summary>Whether there is no socket: none was found, or it was released.</summary>
    public readonly bool IsAbsent => Unsafe.IsNullRef(ref _socket);

    /// <summary>The socket, until it is released; absent where none was found.</summary>
    public readonly BpfSocket Socket => new(ref _socket);

    /// <summary>Releases the socket (<c>bpf_sk_release</c>). Does nothing where there is none.</summary>
    public void Dispose()
    {
        if (Unsafe.IsNullRef(ref _socket))
            return;
        _ = BpfHelpers.SkRelease(ref _socket);
        _socket = ref Unsafe.NullRef<SocketHandle>();
    }
}
