namespace BpfSharp.Compiler.Safety;

/// <summary>What memory a pointer leads to, as the kernel's verifier tells pointers apart.</summary>
internal enum PointerKind
{
    /// <summary>Not known, or of several kinds.</summary>
    Unknown,

    /// <summary>The null reference.</summary>
    Null,
    Stack,
    Packet,
    PacketEnd,

    /// <summary>A value that a helper found in a map, or null.</summary>
    MapValue,
    Global,
    Context,
    Map,

    /// <summary>A structure of the kernel's (a socket), or null: it is read field by field.</summary>
    Kernel,

    /// <summary>A record that only helpers read.</summary>
    Record,
}
