namespace BpfSharp;

/// <summary>What happens where a map is pinned at the path already. A pinned map fits when type, sizes, entries, flags and the layout of key and value are as declared.</summary>
public enum PinPolicy
{
    /// <summary>It is used where it fits, and refused with each difference otherwise.</summary>
    Reuse,

    /// <summary>It is refused: nothing may be pinned there.</summary>
    Fail,

    /// <summary>It is used where it fits; otherwise a new, empty map takes its place in one step, and its entries are lost.</summary>
    Recreate,

    /// <summary>It is used where it fits; otherwise a new map with all its entries, each value made by <see cref="MapOptions.Migration"/>, takes its place in one step.
    /// Should the process die before, the old map is still there with all it had. What programs write into the old map meanwhile is lost.</summary>
    Migrate,
}
