using System;
using System.Threading.Tasks;
using BpfSharp.Loader.Syscalls;

namespace BpfSharp.Loader.Maps;

/// <summary>The ring of one CPU, as an entry of a perf event array.</summary>
internal sealed unsafe class PerfRing : IDisposable
{
    private readonly FileDescriptor _event;
    private readonly MemoryMapping _memory;
    private readonly uint _bytes;
    private byte[] _scratch = [];
    private ulong _lost;

    public PerfRing(KernelMap map, int cpu)
    {
        Cpu = cpu;
        _bytes = map.Shape.BytesPerCpu;
        int fd = PerfEvents.OpenBpfOutput(cpu, map.Shape.WatermarkBytes);
        if (fd < 0)
            throw KernelErrors.Create($"open an event of CPU {cpu} for map '{map.Name}'", fd, Capabilities.Perfmon);
        _event = new FileDescriptor(fd);
        try
        {
            int result = MemoryMapping.TryCreate(_event, (nuint)Environment.SystemPageSize + _bytes, 0, writable: true, out MemoryMapping? memory);
            _memory = memory ?? throw map.Failure($"map the memory of CPU {cpu} of", result);
            PutInto(map);
        }
        catch
        {
            _memory?.Dispose();
            _event.Dispose();
            throw;
        }
    }

    public int Cpu { get; }

    public ulong LostCount => _lost;

    public bool HasData
    {
        get
        {
            using MemoryMapping.Hold hold = _memory.Use();
            return Reader(hold).HasData;
        }
    }

    /// <summary>What is waited for.</summary>
    public FileDescriptor Event => _event;

    /// <summary>Hands the oldest event to the handler, in place.</summary>
    /// <param name="state">For the handler.</param>
    /// <returns>Whether there was one.</returns>
    public bool TryHandle<TState>(PerfBytesHandler<TState> handler, ref TState state)
        where TState : allows ref struct
    {
        using MemoryMapping.Hold hold = _memory.Use();
        PerfRingReader reader = Reader(hold);
        if (!reader.TryPeek(ref _scratch, out ReadOnlySpan<byte> bytes, ref _lost))
            return false;
        try
        {
            handler(Cpu, bytes, ref state);
            return true;
        }
        finally
        {
            reader.Advance();
        }
    }

    public void Dispose()
    {
        _memory.Dispose();
        _event.Dispose();
    }

    private PerfRingReader Reader(MemoryMapping.Hold memory) => new(memory.Address, memory.Address + Environment.SystemPageSize, _bytes);

    private void PutInto(KernelMap map)
    {
        int cpu = Cpu;
        using FileDescriptor.Hold hold = _event.Use();
        int fd = hold.Fd;
        int result = map.Update(&cpu, &fd, (ulong)MapUpdate.Any);
        if (result == 0)
            result = PerfEvents.Enable(_event);
        if (result < 0)
            throw map.Failure($"put the event of CPU {cpu} into", result);
    }
}
