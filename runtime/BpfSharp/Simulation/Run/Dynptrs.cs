using System.Collections.Generic;
using BpfSharp.CompilerServices;
using BpfSharp.Simulation.Storage;

namespace BpfSharp.Simulation.Run;

/// <summary>Dynptrs that the running program has made, by number.</summary>
internal sealed class Dynptrs
{
    private readonly List<SimulatedDynptr> _made = [];

    public SimulatedDynptr Get(long number) =>
        number >= 1 && number <= _made.Count ? _made[(int)number - 1] : throw new SimulationException("A program used a view that it has not opened, or room that it has not reserved.");

    public int Open(PacketContext context, scoped ref PacketView view)
    {
        view.Number = Add(new SimulatedDynptr(context, null, null));
        return 0;
    }

    public int Clone(SimulatedDynptr original, scoped ref PacketView clone)
    {
        clone.Number = Add(original with { });
        return 0;
    }

    // bpf_ringbuf_reserve_dynptr: what could not be reserved is to be released all the same
    public int Reserve(MapStorage map, uint size, ulong flags, scoped ref RingBufferRoom room)
    {
        var ring = (RingBufferStorage)map;
        RingBufferRecord? record = flags == 0 && size <= int.MaxValue ? ring.Reserve((int)size) : null;
        room.Number = Add(new SimulatedDynptr(null, ring, record));
        return record is not null ? 0 : flags != 0 || size > int.MaxValue ? -KernelError.Invalid : -KernelError.Again;
    }

    public void Release(long number, bool isDiscarded, ulong flags)
    {
        SimulatedDynptr dynptr = Get(number);
        _made[(int)number - 1] = new SimulatedDynptr(null, null, null);
        if (dynptr is { Ring: { } ring, Record: { } record })
            ring.Commit(record, isDiscarded, flags);
    }

    private long Add(SimulatedDynptr dynptr)
    {
        _made.Add(dynptr);
        return _made.Count;
    }
}
