using System;
using System.Threading;
using BpfSharp.CompilerServices;
using BpfSharp.Simulation.Storage;
using BpfSharp.Views;

namespace BpfSharp.Simulation.Views;

/// <summary>What views of all simulated maps have in common.</summary>
internal abstract class SimulatedMapView<TStorage>(TStorage storage) : IMapView
    where TStorage : MapStorage
{
    public string Name => Storage.Options.Name;

    public uint MaxEntries => Storage.Options.MaxEntries;

    protected TStorage Storage { get; } = storage;

    protected Lock Gate => Storage.Options.Gate;

    protected int CpuCount => Storage.Options.CpuCount;

    protected void RequireLock()
    {
        if (!Storage.Options.HasLock)
            throw new InvalidOperationException($"The values of map '{Name}' have no lock: a BpfSpinLock field.");
    }

    /// <summary>User space may change the map no more.</summary>
    public void Freeze()
    {
        lock (Gate)
            Storage.IsFrozen = true;
    }

    protected void RequireNotFrozen()
    {
        if (Storage.IsFrozen)
            throw new InvalidOperationException($"The map '{Name}' is frozen: user space can't change it any more.");
    }

    /// <summary>An update by user space that failed.</summary>
    protected InvalidOperationException Refused(int error) => new(error switch
    {
        -KernelError.TooBig or -KernelError.NoSpace => $"The map '{Name}' is full: it has {MaxEntries} entries.",
        -KernelError.Invalid => $"The map '{Name}' refused the key: the prefix is longer than the address.",
        _ => $"The map '{Name}' refused the update (error {-error}).",
    });
}
