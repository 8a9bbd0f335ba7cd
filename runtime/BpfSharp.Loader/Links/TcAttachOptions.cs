namespace BpfSharp.Loader;

/// <summary>How to attach a tc program; all can be left as it is.</summary>
public sealed record TcAttachOptions
{
    /// <summary>The hook to take.</summary>
    public TcHook Hook { get; init; }

    /// <summary>Clsact: the filter's priority; the lower runs first. Setting it makes Auto take clsact. 0: the kernel chooses, behind all filters
    /// with a priority below 32768 and before those whose priority it chose.</summary>
    public ushort Priority { get; init; }

    /// <summary>Clsact: the filter's handle; 0: the kernel chooses. Setting it makes Auto take clsact.</summary>
    public uint Handle { get; init; }

    /// <summary>Clsact: whether a filter with the same priority and handle is replaced in one step instead of being an error. Both must be set.</summary>
    public bool Replace { get; init; }

    /// <summary>TCX: the place among the programs there.</summary>
    public TcxPosition Position { get; init; }

    /// <summary>TCX: right before this one; instead of <see cref="Position"/>. Setting it makes Auto take TCX.</summary>
    public TcAnchor? Before { get; init; }

    /// <summary>TCX: right after this one; instead of <see cref="Position"/>. Setting it makes Auto take TCX.</summary>
    public TcAnchor? After { get; init; }

    /// <summary>TCX: attach only if the hook's programs are still those of this revision (<see cref="TcHookState.Revision"/>); 0: whatever they are.
    /// Setting it makes Auto take TCX.</summary>
    public ulong ExpectedRevision { get; init; }

    internal bool WantsTcx => Before is not null || After is not null || ExpectedRevision != 0;

    internal TcFilterOptions Filter => new() { Priority = Priority, Handle = Handle, Replace = Replace, DirectAction = true };
}
