namespace BpfSharp.Compiler.Ir;

/// <summary>Who calls a function, and how its faults leave it.</summary>
public enum IrFunctionRole
{
    /// <summary>A program, or a function that is not yet what the kernel calls. A fault is counted and ends the program.</summary>
    Program,

    /// <summary>The first parameter is the context; it returns the result in the low half and the status in the high half.</summary>
    Subprogram,

    /// <summary>A helper calls it. The last parameter is the environment: the status, then what is captured. It returns 0 to go on, or 1.</summary>
    Callback,

    /// <summary>The kernel calls it when the program has long ended: there is neither a context nor an environment. A fault is counted and ends it; it returns 0.</summary>
    Timer,
}
