using System.Runtime.CompilerServices;

namespace DdosPipeline;

/// <summary>A packet as signatures see it.</summary>
public struct PacketFields
{
    /// <summary>A field or place that the packet does not have.</summary>
    public const uint Absent = 0x10000;

    public FieldValues Values;
    public PlaceOffsets Places;

    /// <summary>Where the IP packet ends, in bytes from the frame's start: padding of the link is not its own.</summary>
    public uint End;

    /// <summary><see cref="TcpOptionOrder"/> in full.</summary>
    public ulong Options;

    /// <summary>The signatures that may match.</summary>
    public SignatureVector Candidates;

    /// <summary>By <see cref="PacketField"/>.</summary>
    [InlineArray(16)]
    public struct FieldValues
    {
        private uint _first;
    }

    /// <summary>By <see cref="PacketPlace"/>, in bytes from the frame's start; one more to make a power of two.</summary>
    [InlineArray(4)]
    public struct PlaceOffsets
    {
        private uint _first;
    }
}
