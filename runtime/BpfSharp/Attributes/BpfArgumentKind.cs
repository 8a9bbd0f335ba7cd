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

    /// <summary>A timer in a value of the map argument, or of any map where there is none.</summary>
    Timer,

    /// <summary>A function that the kernel calls with an entry of the map argument when the program has long ended: it captures nothing.</summary>
    LaterCallback,

    /// <summary>As <see cref="Callback"/>; the function is called with a record that only helpers read.</summary>
    RecordCallback,

    /// <summary>A record that a callback was given, or a dynptr: its bytes are for helpers only.</summary>
    Record,

    /// <summary>A dynptr in a local, which the helper uses.</summary>
    Dynptr,

    /// <summary>A local of 16 bytes in which the helper makes a dynptr.</summary>
    DynptrOut,
}
