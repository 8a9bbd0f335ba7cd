using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using BpfSharp.Loader.Syscalls;
using BpfSharp.Views;

namespace BpfSharp.Loader.Maps;

/// <summary>Array and hash of maps. Entries go in as descriptors and come out as ids.</summary>
internal sealed unsafe class MapOfMapsView<TKey, TView> : IMapOfMapsView<TKey, TView>
    where TKey : unmanaged
    where TView : class, IMapView
{
    private readonly KernelMap _map;
    private readonly BpfLoadedObject _owner;
    private readonly Func<IMapViewFactory, string, TView> _view;

    public MapOfMapsView(KernelMap map, BpfLoadedObject owner, Func<IMapViewFactory, string, TView> view)
    {
        map.Shape.RequireType("a map of maps", MapType.ArrayOfMaps, MapType.HashOfMaps);
        map.Shape.RequireKey<TKey>();
        _map = map;
        _owner = owner;
        _view = view;
    }

    public string Name => _map.Name;

    public uint MaxEntries => _map.Shape.MaxEntries;

    public IReadOnlyList<TKey> Keys
    {
        get
        {
            var keys = new List<TKey>();
            TKey key = default;
            for (bool any = TryNext(null, &key); any; any = TryNext(&key, &key))
            {
                if (Find(key) is not null)
                    keys.Add(key);
            }
            return keys;
        }
    }

    public TView this[TKey key] => TryGetValue(key, out TView? map) ? map : throw new KeyNotFoundException($"Map '{Name}' has no such entry.");

    public TView Create(TKey key) => Create(key, static _ => { });

    public TView Create(TKey key, Action<TView> fill)
    {
        ArgumentNullException.ThrowIfNull(fill);
        uint? before = Find(key);
        KernelMap made = MapCreation.Create(_map.Shape.Inner!, null);
        KernelMap? named = null;
        try
        {
            named = _owner.AddInner(_map, made);
            TView view = _view(_owner, named.Name);
            fill(view);
            Put(key, made);
            if (before is { } id)
                _owner.ForgetInner(_map, id);
            return view;
        }
        catch
        {
            if (named is not null)
                _owner.ForgetInner(named);
            made.Dispose();
            throw;
        }
    }

    public bool TryGetValue(TKey key, [NotNullWhen(true)] out TView? map)
    {
        map = Find(key) is { } id ? _view(_owner, _owner.InnerMap(_map, id).Name) : null;
        return map is not null;
    }

    public bool Remove(TKey key)
    {
        if (Find(key) is not { } id)
            return false;
        bool removed = MapFailures.Found(_map, "remove an entry of", _map.Delete(&key));
        _owner.ForgetInner(_map, id);
        return removed;
    }

    private void Put(TKey key, KernelMap map)
    {
        using FileDescriptor.Hold hold = map.Descriptor.Use();
        int fd = hold.Fd;
        int result = _map.Update(&key, &fd, (ulong)MapUpdate.Any);
        if (result == -Errno.E2BIG && _map.Shape.MapType == MapType.ArrayOfMaps && key is uint index)
            throw MapFailures.OfIndex(_map, index);
        if (result < 0)
            throw MapFailures.OfUpdate(_map, result);
    }

    private uint? Find(TKey key)
    {
        uint id;
        return MapFailures.Found(_map, "read", _map.Lookup(&key, &id)) ? id : null;
    }

    private bool TryNext(TKey* from, TKey* next) => MapFailures.Found(_map, "list the keys of", _map.NextKey(from, next));
}
