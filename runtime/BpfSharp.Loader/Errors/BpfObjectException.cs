using System;

namespace BpfSharp.Loader;

/// <summary>The object is damaged, or asks for something that can't be loaded, such as a map without entries.</summary>
public sealed class BpfObjectException : BpfException
{
    /// <summary>Makes an exception with a message.</summary>
    public BpfObjectException(string message)
        : base(message)
    {
    }

    /// <summary>Makes an exception with a message and its cause.</summary>
    public BpfObjectException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
