using System;

namespace BpfSharp.Views;

/// <summary>Gives user space its views of the maps and globals of a loaded object or of a simulation. Generated code calls it.</summary>
public interface IMapViewFactory
{
    /// <summary>View of a <see cref="HashMap{TKey,TValue}"/>, <see cref="LruHashMap{TKey,TValue}"/> or <see cref="LpmTrieMap{TKey,TValue}"/>.</summary>
    /// <typeparam name="TKey">The key.</typeparam>
    /// <typeparam name="TValue">The value.</typeparam>
    /// <param name="map">Name of the map field.</param>
    /// <returns>The view.</returns>
    IHashMapView<TKey, TValue> Hash<TKey, TValue>(string map)
        where TKey : unmanaged
        where TValue : unmanaged;

    /// <summary>View of an <see cref="ArrayMap{TValue}"/>.</summary>
    /// <typeparam name="TValue">The value.</typeparam>
    /// <param name="map">Name of the map field.</param>
    /// <returns>The view.</returns>
    IArrayMapView<TValue> Array<TValue>(string map)
        where TValue : unmanaged;

    /// <summary>View of a <see cref="PerCpuArrayMap{TValue}"/>.</summary>
    /// <typeparam name="TValue">The value of one CPU.</typeparam>
    /// <param name="map">Name of the map field.</param>
    /// <returns>The view.</returns>
    IPerCpuArrayMapView<TValue> PerCpuArray<TValue>(string map)
        where TValue : unmanaged;

    /// <summary>View of a <see cref="PerCpuHashMap{TKey,TValue}"/> or <see cref="LruPerCpuHashMap{TKey,TValue}"/>.</summary>
    /// <typeparam name="TKey">The key.</typeparam>
    /// <typeparam name="TValue">The value of one CPU.</typeparam>
    /// <param name="map">Name of the map field.</param>
    /// <returns>The view.</returns>
    IPerCpuHashMapView<TKey, TValue> PerCpuHash<TKey, TValue>(string map)
        where TKey : unmanaged
        where TValue : unmanaged;

    /// <summary>View of a <see cref="RingBufferMap{T}"/>.</summary>
    /// <typeparam name="T">The record.</typeparam>
    /// <param name="map">Name of the map field.</param>
    /// <returns>The view.</returns>
    IRingBufferView<T> RingBuffer<T>(string map)
        where T : unmanaged;

    /// <summary>View of an <see cref="XdpProgramArrayMap"/> or <see cref="TcProgramArrayMap"/>.</summary>
    /// <param name="map">Name of the map field.</param>
    /// <returns>The view.</returns>
    IProgramArrayView ProgramArray(string map);

    /// <summary>View of a <see cref="QueueMap{T}"/> or <see cref="StackMap{T}"/>.</summary>
    /// <typeparam name="T">The value.</typeparam>
    /// <param name="map">Name of the map field.</param>
    /// <returns>The view.</returns>
    IQueueMapView<T> Queue<T>(string map)
        where T : unmanaged;

    /// <summary>View of a <see cref="BloomFilterMap{T}"/>.</summary>
    /// <typeparam name="T">The value.</typeparam>
    /// <param name="map">Name of the map field.</param>
    /// <returns>The view.</returns>
    IBloomFilterView<T> BloomFilter<T>(string map)
        where T : unmanaged;

    /// <summary>View of a <see cref="DeviceMap"/> or <see cref="DeviceHashMap"/>.</summary>
    /// <param name="map">Name of the map field.</param>
    /// <returns>The view.</returns>
    IDeviceMapView DeviceMap(string map);

    /// <summary>View of a <see cref="CpuMap"/>.</summary>
    /// <param name="map">Name of the map field.</param>
    /// <returns>The view.</returns>
    ICpuMapView CpuMap(string map);

    /// <summary>View of an <see cref="XskMap"/>.</summary>
    /// <param name="map">Name of the map field.</param>
    /// <returns>The view.</returns>
    IXskMapView XskMap(string map);

    /// <summary>View of a <see cref="SocketStorageMap{TValue}"/>.</summary>
    /// <typeparam name="TValue">The value.</typeparam>
    /// <param name="map">Name of the map field.</param>
    /// <returns>The view.</returns>
    ISocketStorageView<TValue> SocketStorage<TValue>(string map)
        where TValue : unmanaged;

    /// <summary>View of a <see cref="SocketMap"/>.</summary>
    /// <param name="map">Name of the map field.</param>
    /// <returns>The view.</returns>
    ISocketMapView<uint> SocketMap(string map);

    /// <summary>View of a <see cref="SocketHashMap{TKey}"/>.</summary>
    /// <typeparam name="TKey">The key.</typeparam>
    /// <param name="map">Name of the map field.</param>
    /// <returns>The view.</returns>
    ISocketMapView<TKey> SocketHashMap<TKey>(string map)
        where TKey : unmanaged;

    /// <summary>View of a <see cref="UserRingBufferMap{T}"/>.</summary>
    /// <typeparam name="T">The record.</typeparam>
    /// <param name="map">Name of the map field.</param>
    /// <returns>The view.</returns>
    IUserRingBufferView<T> UserRingBuffer<T>(string map)
        where T : unmanaged;

    /// <summary>View of an <see cref="BpfSharp.ArrayOfMaps{TInner}"/>.</summary>
    /// <typeparam name="TView">The view of the entries.</typeparam>
    /// <param name="map">Name of the map field.</param>
    /// <param name="inner">Makes the view of an entry, by the entry's name.</param>
    /// <returns>The view.</returns>
    IMapOfMapsView<uint, TView> ArrayOfMaps<TView>(string map, Func<IMapViewFactory, string, TView> inner)
        where TView : class, IMapView;

    /// <summary>View of a <see cref="BpfSharp.HashOfMaps{TKey,TInner}"/>.</summary>
    /// <typeparam name="TKey">The key.</typeparam>
    /// <typeparam name="TView">The view of the entries.</typeparam>
    /// <param name="map">Name of the map field.</param>
    /// <param name="inner">Makes the view of an entry, by the entry's name.</param>
    /// <returns>The view.</returns>
    IMapOfMapsView<TKey, TView> HashOfMaps<TKey, TView>(string map, Func<IMapViewFactory, string, TView> inner)
        where TKey : unmanaged
        where TView : class, IMapView;

    /// <summary>View of a <see cref="PerfEventArrayMap{T}"/>.</summary>
    /// <typeparam name="T">What events tell beside the packet.</typeparam>
    /// <param name="map">Name of the map field.</param>
    /// <returns>The view.</returns>
    IPerfEventsView<T> PerfEvents<T>(string map)
        where T : unmanaged;

    /// <summary>View of a static field.</summary>
    /// <typeparam name="T">The field's type.</typeparam>
    /// <param name="variable">Name of the field.</param>
    /// <returns>The view.</returns>
    IGlobalView<T> Global<T>(string variable)
        where T : unmanaged;
}
