namespace BpfSharp.Loader;

/// <summary>How to hang a filter on a qdisc, a class or a block; all can be left as it is.</summary>
public sealed record TcFilterOptions
{
    /// <summary>The filter's priority; the lower runs first. 0: the kernel chooses.</summary>
    public ushort Priority { get; init; }

    /// <summary>The filter's handle; 0: the kernel chooses.</summary>
    public uint Handle { get; init; }

    /// <summary>Whether a filter with the same priority and handle is replaced in one step instead of being an error. Both must be set.</summary>
    public bool Replace { get; init; }

    /// <summary>Whether the program's result is a verdict. Otherwise it is a class: 0 is no match (the next filter is asked), -1 the class in
    /// <see cref="Class"/>, all else a class id such as <c>TcClass.Of(1, 0x10)</c> gives.</summary>
    public bool DirectAction { get; init; }

    /// <summary>The program is the action of a filter that matches all packets, instead of the filter itself.</summary>
    internal bool AsAction { get; init; }

    /// <summary>The class that a plain classifier's result -1 stands for.</summary>
    public TcHandle Class { get; init; }
}
