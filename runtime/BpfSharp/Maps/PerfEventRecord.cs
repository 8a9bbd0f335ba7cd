namespace BpfSharp;

/// <summary>What a <see cref="PerfEventArrayMap{T}"/> writes in front of packet bytes: the kernel pads events, so their length alone does not tell how many there are.</summary>
/// <typeparam name="T">What is told beside the packet.</typeparam>
public struct PerfEventRecord<T>
    where T : unmanaged
{
    /// <summary>What is told beside the packet.</summary>
    public T Record;

    /// <summary>Bytes of the packet that follow.</summary>
    public uint PacketLength;
}
