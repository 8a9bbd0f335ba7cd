using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Linq;
using BpfSharp.CompilerServices;
using BpfSharp.Simulation.Storage;
using BpfSharp.Views;

namespace BpfSharp.Simulation.Views;

/// <inheritdoc cref="IMapOfMapsView{TKey,TView}"/>
internal sealed class SimulatedMapOfMapsView<TKey, TView>(MapOfMapsStorage storage, BpfSimulation simulation, Func<IMapViewFactory, string, TView> view)
    : SimulatedMapView<MapOfMapsStorage>(storage), IMapOfMapsView<TKey, TView>
    where TKey : unmanaged
    where TView : class, IMapView
{
    public IReadOnlyList<TKey> Keys
    {
        get
        {
            lock (Gate)
                return [.. Storage.Keys.Select(static k => Memory.FromBytes<TKey>(k))];
        }
    }

    public TView this[TKey key] =>
        TryGetValue(key, out TView? map) ? map : throw new KeyNotFoundException($"The map '{Name}' has no entry with the key {key}.");

    public TView Create(TKey key) => Create(key, static _ => { });

    public TView Create(TKey key, Action<TView> fill)
    {
        ArgumentNullException.ThrowIfNull(fill);
        lock (Gate)
        {
            (MapDeclaration map, string name) = simulation.CreateInner(Storage);
            fill(view(simulation, name));
            if (Storage.Set(Memory.ToBytes(key), map, name) < 0)
                throw Storage.IsArray ? new ArgumentOutOfRangeException(nameof(key), key, $"The map '{Name}' has {MaxEntries} entries.") : Refused(-KernelError.TooBig);
            return view(simulation, name);
        }
    }

    public bool TryGetValue(TKey key, [NotNullWhen(true)] out TView? map)
    {
        lock (Gate)
        {
            map = Storage.Find(Memory.ToBytes(key)) is { } entry ? view(simulation, entry.Name) : null;
            return map is not null;
        }
    }

    public bool Remove(TKey key)
    {
        lock (Gate)
            return Storage.Remove(Memory.ToBytes(key));
    }
}
