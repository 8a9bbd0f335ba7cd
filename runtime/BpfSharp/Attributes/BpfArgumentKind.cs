namespace BpfSharp;

/// <summary>What a helper's argument is. The numbers are those of the compiler's <c>IrHelperArgument</c>.</summary>
public enum BpfArgumentKind
{
    /// <summary>A number.</summary>
    Scalar,

    /// <summary>The program's context.</summary>
    Context,

    /// <summary>A map.</summary>
    Map,

    /// <summary>Memory that the helper reads.</summary>
    ReadMemory,

    /// <summary>Memory that the helper writes.</summary>
    WriteMemory,

    /// <summary>Memory that the helper reads; it may lie in the packet.</summary>
    ReadMemoryOrPacket,

    /// <summary>Number of bytes of the memory argument before.</summary>
    Size,

    /// <summary>A key of the map argument.</summary>
    MapKey,

    /// <summary>A value of the map argument.</summary>
    MapValue,

    /// <summary>Memory that the helper reads and then writes.</summary>
    ReadWriteMemory,

    /// <summary>A value of the map argument that the helper writes.</summary>
    MapValueOut,

    /// <summary>What an acquiring helper has given, or a lock in a map value.</summary>
    Reference,

    /// <summary>A function that the helper calls: a lambda, a local function or a static method. Its environment and flags (none) follow in the kernel.</summary>
    Callback,

    /// <summary>What the function is given by reference behind the kernel's own arguments.</summary>
    Environment,

    /// <summary>Flags of an update of the map argument.</summary>
    UpdateFlags,
}
