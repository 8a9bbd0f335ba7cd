namespace BpfSharp.Views;

/// <summary>An event of a <see cref="PerfEventArrayMap{T}"/>.</summary>
/// <typeparam name="T">What is told beside the packet.</typeparam>
/// <param name="Cpu">The CPU that wrote it.</param>
/// <param name="Record">What is told beside the packet.</param>
/// <param name="Packet">The packet's first bytes, as many as the program wrote.</param>
public sealed record PerfEvent<T>(int Cpu, T Record, byte[] Packet)
    where T : unmanaged;
