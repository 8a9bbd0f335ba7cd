namespace BpfSharp.Compiler.Verifier.Values;

/// <summary>What a register holds, in the verifier's eyes (<c>enum bpf_reg_type</c>, as far as programs of ours meet it).</summary>
internal enum RegisterKind : byte
{
    /// <summary>Not written yet, or not to be read any more.</summary>
    None,
    Scalar,
    Context,

    /// <summary>A map itself.</summary>
    Map,
    MapValue,
    MapKey,
    Stack,
    Packet,
    PacketMeta,
    PacketEnd,

    /// <summary>Memory of a known size, such as a ring buffer's record.</summary>
    Memory,
    Function,

    /// <summary>A record that a callback was given, and that only helpers read (<c>CONST_PTR_TO_DYNPTR</c>).</summary>
    Record,
    Socket,
    SocketCommon,
    XdpSocket,

    /// <summary>A structure of the kernel's that a kernel function has given (<c>PTR_TO_BTF_ID</c>, trusted).</summary>
    Object,
}
