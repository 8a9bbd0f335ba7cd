namespace BpfSharp.Simulation.Storage;

/// <summary>A record in a ring buffer, with what the kernel keeps in its header.</summary>
internal sealed class RingBufferRecord(byte[] bytes)
{
    public byte[] Bytes { get; } = bytes;

    /// <summary><c>BPF_RINGBUF_BUSY_BIT</c>: reserved, and not handed over yet. Readers wait for it.</summary>
    public bool IsBusy { get; set; }

    /// <summary><c>BPF_RINGBUF_DISCARD_BIT</c>: readers pass over it.</summary>
    public bool IsDiscarded { get; set; }
}
