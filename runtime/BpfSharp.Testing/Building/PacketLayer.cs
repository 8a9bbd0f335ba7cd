using System;
using BpfSharp.Protocols;

namespace BpfSharp.Testing.Building;

/// <summary>One header of a packet that is being built, or its payload.</summary>
internal abstract class PacketLayer
{
    /// <summary>Bytes of this header alone.</summary>
    public abstract int Size { get; }

    /// <summary>How an Ethernet header announces it.</summary>
    public virtual EtherType EtherType => EtherType.None;

    /// <summary>How an IP header announces it.</summary>
    public virtual IpProtocol Protocol => IpProtocol.NoNext;

    /// <summary>Writes the header. What is inside has been written.</summary>
    /// <param name="bytes">From this header to the end of what it contains.</param>
    /// <param name="surroundings">The layers before and after.</param>
    public abstract void Write(Span<byte> bytes, in LayerSurroundings surroundings);
}
