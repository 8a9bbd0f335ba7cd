using System;

namespace BpfSharp;

/// <summary>A header lies beyond the packet's end, or ends further than 65,535 bytes into the packet, which the kernel's verifier does not follow.</summary>
/// <remarks>In a program this is a fault: it ends with its <c>OnFault</c> verdict.</remarks>
[BpfFault((int)FaultKind.PacketOutOfRange)]
public sealed class PacketBoundsException : Exception
{
    /// <summary>Tells what was asked for.</summary>
    /// <param name="offset">Bytes from the packet's start.</param>
    /// <param name="size">Bytes asked for.</param>
    public PacketBoundsException(int offset, int size)
        : base($"The packet does not have {size} bytes at offset {offset}.")
    {
        Offset = offset;
        Size = size;
    }

    /// <summary>Bytes from the packet's start.</summary>
    public int Offset { get; }

    /// <summary>Bytes asked for.</summary>
    public int Size { get; }
}
