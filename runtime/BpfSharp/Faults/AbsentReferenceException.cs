using System;

namespace BpfSharp;

/// <summary>The value of a <see cref="Ref{T}"/> was used although the <c>Try...</c> method that gave it said <see langword="false"/>.</summary>
/// <remarks>In a program this is a fault: it ends with its <c>OnFault</c> verdict.</remarks>
[BpfFault((int)FaultKind.NullReference)]
public sealed class AbsentReferenceException : Exception
{
    /// <summary>Makes the exception.</summary>
    public AbsentReferenceException()
        : base("The reference is absent: the method that gave it returned false.")
    {
    }
}
