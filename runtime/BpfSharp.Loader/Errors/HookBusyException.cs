namespace BpfSharp.Loader;

/// <summary>The hook already has a program that can't be joined.</summary>
public sealed class HookBusyException : BpfKernelException
{
    /// <summary>Makes an exception that names the program that is there.</summary>
    public HookBusyException(string message, int errorNumber, uint programId, string programName)
        : base(message, errorNumber)
    {
        ProgramId = programId;
        ProgramName = programName;
    }

    /// <summary>The kernel's id of the program that holds the hook; 0 where it could not be found out.</summary>
    public uint ProgramId { get; }

    /// <summary>Its name in the kernel (at most 15 characters).</summary>
    public string ProgramName { get; }
}
