using System;

namespace BpfSharp.Objects.Elf;

/// <summary>The bytes are no BPF object that can be read; the message says where and why.</summary>
public sealed class BpfObjectFormatException : Exception
{
    public BpfObjectFormatException(string message)
        : base(message)
    {
    }

    public BpfObjectFormatException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
