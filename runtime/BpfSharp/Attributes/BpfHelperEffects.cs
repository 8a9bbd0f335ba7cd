using System;

namespace BpfSharp;

/// <summary>What a helper does to what the program holds. The numbers are those of the compiler's <c>IrHelperEffects</c>.</summary>
[Flags]
public enum BpfHelperEffects
{
    /// <summary>Nothing but what its arguments say.</summary>
    None = 0,

    /// <summary>Moves packet bytes: every reference into the packet is stale afterwards.</summary>
    ChangesPacket = 1,

    /// <summary>The result is a reference to a map value, or a null reference.</summary>
    ReturnsMapValue = 2,

    /// <summary>No observable effect: a call whose result is not used may be dropped.</summary>
    Pure = 4,

    /// <summary>Comes back only on failure.</summary>
    MayNotReturn = 8,

    /// <summary>There is no result.</summary>
    ReturnsVoid = 16,

    /// <summary>The result is a reference to as many bytes as the <see cref="BpfArgumentKind.Size"/> argument says, or a null reference.</summary>
    ReturnsMemory = 32,

    /// <summary>The result, where it is not a null reference, must be released on every way.</summary>
    Acquires = 64,

    /// <summary>Releases what its <see cref="BpfArgumentKind.Reference"/> argument is: it is stale afterwards.</summary>
    Releases = 128,

    /// <summary>Takes the lock that its <see cref="BpfArgumentKind.Reference"/> argument is. Until it is released, no helper and no subprogram may be called.</summary>
    Locks = 256,

    /// <summary>The result is a map out of the map argument, made after its template, or null.</summary>
    ReturnsMap = 4096,

    /// <summary>Changes the map argument's entries.</summary>
    WritesMap = 8192,

    /// <summary>The result belongs to what the <see cref="BpfArgumentKind.Reference"/> argument is: it is stale where that is released.</summary>
    Derives = 16384,
}
