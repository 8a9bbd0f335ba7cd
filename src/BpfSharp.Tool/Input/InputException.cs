using System;

namespace BpfSharp.Tool.Input;

/// <summary>What was asked for can't be done with the file; the message is for the user.</summary>
internal sealed class InputException : Exception
{
    public InputException(string message)
        : base(message)
    {
    }

    public InputException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
