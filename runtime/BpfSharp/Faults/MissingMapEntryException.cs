using System;

namespace BpfSharp;

/// <summary>A map's indexer found no entry with this key.</summary>
/// <remarks>In a program this is a fault: it ends with its <c>OnFault</c> verdict.</remarks>
[BpfFault((int)FaultKind.MissingMapEntry)]
public sealed class MissingMapEntryException : Exception
{
    /// <summary>Makes the exception.</summary>
    public MissingMapEntryException()
        : base("The map has no entry with this key.")
    {
    }
}
