namespace BpfSharp;

/// <summary>Where the kernel keeps what it knows of a reservation of bytes (a dynptr): <see cref="RingBufferMap{T}.Reserve(in T, uint, out RingBufferRoom)"/> fills it. It stays where it is, and nothing of it is the program's.</summary>
public struct RingBufferRoom
{
    internal long Number;
    internal long Unused;
}
