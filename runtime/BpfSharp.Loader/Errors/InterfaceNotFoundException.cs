namespace BpfSharp.Loader;

/// <summary>There is no network interface of that name or index in the calling thread's network namespace.</summary>
public sealed class InterfaceNotFoundException : BpfKernelException
{
    /// <summary>Makes an exception for an interface.</summary>
    public InterfaceNotFoundException(string message, string interfaceName)
        : base(message, Syscalls.Errno.ENODEV)
    {
        InterfaceName = interfaceName;
    }

    /// <summary>The name (or index) asked for.</summary>
    public string InterfaceName { get; }
}
