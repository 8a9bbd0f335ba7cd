namespace BpfSharp.Views;

/// <summary>A map of CPUs as user space sees it.</summary>
public interface ICpuMapView : IMapView
{
    /// <summary>Gives a CPU a queue, or another one.</summary>
    /// <param name="cpu">Number of the CPU, from 0.</param>
    /// <param name="queueSize">Packets that can wait: 1 to 16,384.</param>
    /// <param name="program">A program made by <see cref="XdpCpuMapProgramAttribute"/> that sees the packets on that CPU.</param>
    /// <exception cref="System.ArgumentOutOfRangeException">The CPU is not below the number of entries, or the queue's size out of range.</exception>
    /// <exception cref="System.ArgumentException">The program is of another kind, or not in the kernel.</exception>
    void Set(uint cpu, uint queueSize, IXdpProgram? program = null);

    /// <summary>Reads an entry.</summary>
    /// <param name="cpu">Number of the CPU.</param>
    /// <param name="entry">The entry; zero where there is none.</param>
    /// <returns>Whether there is one.</returns>
    bool TryGetValue(uint cpu, out CpuEntry entry);

    /// <summary>Takes a CPU's queue away.</summary>
    /// <param name="cpu">Number of the CPU.</param>
    /// <returns>Whether there was one.</returns>
    bool Remove(uint cpu);
}
