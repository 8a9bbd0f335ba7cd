using System.Collections.Generic;

namespace BpfSharp.Loader;

/// <summary>The kernel refused an operation for lack of privilege.</summary>
public sealed class BpfPermissionException : BpfKernelException
{
    /// <summary>Makes an exception that names what is missing.</summary>
    public BpfPermissionException(string message, int errorNumber, IReadOnlyList<string> missingCapabilities)
        : base(message, errorNumber)
    {
        MissingCapabilities = missingCapabilities;
    }

    /// <summary>The capabilities that the operation needs and the calling thread lacks, such as <c>CAP_BPF</c>; empty where another rule refused.</summary>
    public IReadOnlyList<string> MissingCapabilities { get; }
}
