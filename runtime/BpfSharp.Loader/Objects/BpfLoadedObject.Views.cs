using System;
using System.Collections.Generic;
using BpfSharp.Loader.Maps;
using BpfSharp.Loader.Syscalls;
using BpfSharp.Objects.Model;
using BpfSharp.Views;

namespace BpfSharp.Loader;

public partial class BpfLoadedObject : IMapViewFactory
{
    private readonly Dictionary<string, RingBuffer> _rings = new(StringComparer.Ordinal);
    private readonly Dictionary<string, PerfRings> _perfRings = new(StringComparer.Ordinal);
    private readonly Dictionary<string, UserRingBuffer> _userRings = new(StringComparer.Ordinal);
    private readonly Dictionary<string, MemoryMapping> _sections = new(StringComparer.Ordinal);

    IHashMapView<TKey, TValue> IMapViewFactory.Hash<TKey, TValue>(string map) => Hash<TKey, TValue>(map);

    IArrayMapView<TValue> IMapViewFactory.Array<TValue>(string map) => Array<TValue>(map);

    IPerCpuArrayMapView<TValue> IMapViewFactory.PerCpuArray<TValue>(string map) => PerCpuArray<TValue>(map);

    IPerCpuHashMapView<TKey, TValue> IMapViewFactory.PerCpuHash<TKey, TValue>(string map) => PerCpuHash<TKey, TValue>(map);

    IRingBufferView<T> IMapViewFactory.RingBuffer<T>(string map) => RingBuffer<T>(map);

    IProgramArrayView IMapViewFactory.ProgramArray(string map) => ProgramArray(map);

    IQueueMapView<T> IMapViewFactory.Queue<T>(string map) => new QueueView<T>(FindMap(map));

    IBloomFilterView<T> IMapViewFactory.BloomFilter<T>(string map) => new BloomFilterView<T>(FindMap(map));

    IDeviceMapView IMapViewFactory.DeviceMap(string map) => new DeviceMapView(FindMap(map));

    ICpuMapView IMapViewFactory.CpuMap(string map) => new CpuMapView(FindMap(map));

    IXskMapView IMapViewFactory.XskMap(string map) => new XskMapView(FindMap(map));

    ISocketStorageView<TValue> IMapViewFactory.SocketStorage<TValue>(string map) => new SocketStorageView<TValue>(FindMap(map));

    ISocketMapView<uint> IMapViewFactory.SocketMap(string map) => new SocketMapView<uint>(FindMap(map));

    ISocketMapView<TKey> IMapViewFactory.SocketHashMap<TKey>(string map) => new SocketMapView<TKey>(FindMap(map));

    IUserRingBufferView<T> IMapViewFactory.UserRingBuffer<T>(string map)
    {
        KernelMap found = FindMap(map);
        lock (_turn)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            if (!_userRings.TryGetValue(map, out UserRingBuffer? ring))
                _userRings.Add(map, ring = new UserRingBuffer(found));
            return new UserRingBufferView<T>(ring, found);
        }
    }

    IMapOfMapsView<uint, TView> IMapViewFactory.ArrayOfMaps<TView>(string map, Func<IMapViewFactory, string, TView> inner) =>
        new MapOfMapsView<uint, TView>(FindMap(map), this, inner);

    IMapOfMapsView<TKey, TView> IMapViewFactory.HashOfMaps<TKey, TView>(string map, Func<IMapViewFactory, string, TView> inner) =>
        new MapOfMapsView<TKey, TView>(FindMap(map), this, inner);

    IPerfEventsView<T> IMapViewFactory.PerfEvents<T>(string map)
    {
        KernelMap found = FindMap(map);
        lock (_turn)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            if (!_perfRings.TryGetValue(map, out PerfRings? rings))
                _perfRings.Add(map, rings = new PerfRings(found));
            return new PerfEventsView<T>(rings, found);
        }
    }

    IGlobalView<T> IMapViewFactory.Global<T>(string variable) => Global<T>(variable);

    /// <summary>A hash, LRU hash or LPM trie map.</summary>
    protected IHashMapView<TKey, TValue> Hash<TKey, TValue>(string map)
        where TKey : unmanaged
        where TValue : unmanaged => new HashView<TKey, TValue>(FindMap(map));

    /// <summary>An array map.</summary>
    protected IArrayMapView<TValue> Array<TValue>(string map)
        where TValue : unmanaged => new ArrayView<TValue>(FindMap(map));

    /// <summary>A per-CPU array map.</summary>
    protected IPerCpuArrayMapView<TValue> PerCpuArray<TValue>(string map)
        where TValue : unmanaged => new PerCpuArrayView<TValue>(FindMap(map));

    /// <summary>A per-CPU hash map.</summary>
    protected IPerCpuHashMapView<TKey, TValue> PerCpuHash<TKey, TValue>(string map)
        where TKey : unmanaged
        where TValue : unmanaged => new PerCpuHashView<TKey, TValue>(FindMap(map));

    /// <summary>A program array.</summary>
    protected IProgramArrayView ProgramArray(string map) => new ProgramArrayView(FindMap(map));

    /// <summary>A ring buffer. All views of one share its reading position.</summary>
    protected IRingBufferView<T> RingBuffer<T>(string map)
        where T : unmanaged
    {
        KernelMap found = FindMap(map);
        lock (_turn)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            if (!_rings.TryGetValue(map, out RingBuffer? ring))
                _rings.Add(map, ring = new RingBuffer(found));
            return new RingBufferView<T>(ring, found);
        }
    }

    /// <summary>A global variable.</summary>
    /// <exception cref="ArgumentException">There is no such variable, or it has another size than <typeparamref name="T"/>.</exception>
    protected unsafe IGlobalView<T> Global<T>(string variable)
        where T : unmanaged
    {
        foreach (BpfDataSection section in _unloaded.Source.DataSections)
        {
            int index = section.Variables.FindIndex(v => v.Name == variable);
            if (index < 0)
                continue;
            BpfVariable found = section.Variables[index];
            if (found.Size != sizeof(T))
                throw new ArgumentException($"Global '{variable}' has {found.Size} bytes; a {typeof(T).Name} has {sizeof(T)}.", nameof(variable));
            return new GlobalView<T>(MapSection(section), found.Offset, DataSections.IsReadOnly(section), variable);
        }
        throw new ArgumentException($"The object of {_unloaded.ProgramClass} has no global '{variable}'.", nameof(variable));
    }

    private MemoryMapping MapSection(BpfDataSection section)
    {
        KernelMap map = FindMap(section.Name);
        lock (_turn)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            if (_sections.TryGetValue(section.Name, out MemoryMapping? known))
                return known;
            int result = MemoryMapping.TryCreate(
                map.Descriptor, (nuint)section.Content.Length, 0, !DataSections.IsReadOnly(section), out MemoryMapping? mapping);
            if (mapping is null)
                throw map.Failure("map the memory of", result);
            _sections.Add(section.Name, mapping);
            return mapping;
        }
    }
}
