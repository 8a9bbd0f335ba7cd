using System.Runtime.CompilerServices;

namespace BpfSharp;

/// <summary>A TCP connection, for as long as what it was found by is held (<c>struct bpf_tcp_sock</c>).</summary>
[BpfFunction]
public readonly ref struct BpfTcpSocket
{
    private readonly ref TcpSocketInfo _info;

    internal BpfTcpSocket(ref TcpSocketInfo info) => _info = ref info;

    /// <summary>Whether there is none.</summary>
    public bool IsAbsent => Unsafe.IsNullRef(ref _info);

    /// <summary>What TCP knows: <c>tcp.Info.SendWindow</c>. Faults (<see cref="FaultKind.NullReference"/>) where there is none.</summary>
    public ref readonly TcpSocketInfo Info
    {
        get
        {
            if (Unsafe.IsNullRef(ref _info))
                throw new AbsentReferenceException();
            return ref _info;
        }
    }
}
