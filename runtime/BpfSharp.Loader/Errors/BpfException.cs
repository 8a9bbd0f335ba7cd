using System;

namespace BpfSharp.Loader;

/// <summary>What the loader throws when the kernel, an object or the machine refuses something. The message says what, why and what to do.</summary>
public class BpfException : Exception
{
    /// <summary>Makes an exception with a message.</summary>
    public BpfException(string message)
        : base(message)
    {
    }

    /// <summary>Makes an exception with a message and its cause.</summary>
    public BpfException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
