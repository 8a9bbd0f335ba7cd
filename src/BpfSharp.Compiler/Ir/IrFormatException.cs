using System;

namespace BpfSharp.Compiler.Ir;

/// <summary>IR text that can't be read; the message says why and where.</summary>
public sealed class IrFormatException : Exception
{
    public IrFormatException(string message)
        : base(message)
    {
    }
}
