using System;
using System.Collections.Generic;
using BpfSharp.CompilerServices;
using BpfSharp.Simulation.Storage;

namespace BpfSharp.Simulation.Run;

/// <summary>Records of user space's that the running program has taken.</summary>
internal sealed class UserRecords(SimulationRun run)
{
    private readonly List<byte[]> _taken = [];

    public bool TryTake<T>(UserRingBufferMap<T> map, out UserRecord<T> record)
        where T : unmanaged
    {
        record = default;
        if (((UserRingBufferStorage)run.Storage(map)).Take() is not { } bytes)
            return false;
        _taken.Add(bytes);
        record.Number = _taken.Count;
        return true;
    }

    // __bpf_dynptr_read
    public int Read(long number, Span<byte> value, uint offset, ulong flags)
    {
        if (flags != 0 || number < 1 || number > _taken.Count)
            return -KernelError.Invalid;
        byte[] bytes = _taken[(int)number - 1];
        if ((ulong)offset + (ulong)value.Length > (ulong)bytes.Length)
            return -KernelError.TooBig;
        bytes.AsSpan((int)offset, value.Length).CopyTo(value);
        return 0;
    }
}
