using System;

namespace BpfSharp.Testing;

/// <summary>A packet of a capture file.</summary>
/// <param name="Time">When it was captured.</param>
/// <param name="Bytes">Its bytes, as many as were captured.</param>
/// <param name="OriginalLength">Bytes that it had on the wire.</param>
public sealed record CapturedPacket(DateTimeOffset Time, byte[] Bytes, int OriginalLength)
{
    /// <summary>A whole packet.</summary>
    /// <param name="time">When it was captured.</param>
    /// <param name="bytes">Its bytes.</param>
    public CapturedPacket(DateTimeOffset time, byte[] bytes)
        : this(time, bytes, bytes?.Length ?? throw new ArgumentNullException(nameof(bytes)))
    {
    }
}
