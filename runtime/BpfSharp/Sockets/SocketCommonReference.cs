using System.Runtime.CompilerServices;
using BpfSharp.CompilerServices;

namespace BpfSharp;

/// <summary>A connection or listener that a lookup has found, which is counted; it may be no whole socket. To be put into a <c>using</c> declaration: it is released at the end, also where the program ends by a fault.</summary>
[BpfFunction]
public ref struct SocketCommonReference
{
    private ref SocketHandle _socket;

    internal SocketCommonReference(ref SocketHandle socket) => _socket = ref socket;

    /// <summary>Whether there is no socket: none was found, or it was released.</summary>
    public readonly bool IsAbsent => Unsafe.IsNullRef(ref _socket);

    /// <summary>What it has, until it is released; absent where none was found.</summary>
    public readonly BpfSocketCommon Socket => new(ref _socket);

    /// <summary>Releases the socket (<c>bpf_sk_release</c>). Does nothing where there is none.</summary>
    public void Dispose()
    {
        if (Unsafe.IsNullRef(ref _socket))
            return;
        _ = BpfHelpers.SkRelease(ref _socket);
        _socket = ref Unsafe.NullRef<SocketHandle>();
    }
}
