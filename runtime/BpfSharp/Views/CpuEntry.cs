namespace BpfSharp.Views;

/// <summary>An entry of a <see cref="CpuMap"/>.</summary>
/// <param name="QueueSize">Packets that can wait for the CPU.</param>
/// <param name="HasProgram">Whether a program sees the packets on that CPU.</param>
public readonly record struct CpuEntry(uint QueueSize, bool HasProgram);
