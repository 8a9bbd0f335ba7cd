using System.Runtime.CompilerServices;

namespace DdosPipeline;

/// <summary>A matched packet for user space.</summary>
public struct SampledPacket
{
    /// <summary>CLOCK_MONOTONIC in nanoseconds.</summary>
    public ulong Time;
    public uint Counter;
    public SignatureAction Action;
    public uint PacketLength;

    /// <summary>How many bytes there are.</summary>
    public uint Captured;
    public Content Bytes;

    [InlineArray(Size)]
    public struct Content
    {
        /// <summary>A whole frame of the usual size.</summary>
        public const int Size = 1536;

        private byte _first;
    }
}
