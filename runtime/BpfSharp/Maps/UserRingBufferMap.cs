using BpfSharp.Simulation.Storage;

namespace BpfSharp;

/// <summary>A ring buffer that user space writes and programs read (<c>BPF_MAP_TYPE_USER_RINGBUF</c>, Linux 6.1). <see cref="UserRingBufferRecords"/> has how.</summary>
/// <typeparam name="T">The record: unmanaged.</typeparam>
[BpfMap(31, Name = "BPF_MAP_TYPE_USER_RINGBUF", View = "UserRingBuffer", Since = "6.1")]
public sealed class UserRingBufferMap<T> : MapDeclaration
    where T : unmanaged
{
    /// <summary>Declares the map.</summary>
    /// <param name="byteSize">Bytes: a power of two, at least the page size (4,096). Each record takes 8 bytes more, rounded up to 8.</param>
    /// <param name="flags">Flags; <see cref="MapFlags.None"/> is right almost always.</param>
    /// <param name="pinning">Whether loaders share the map by its name.</param>
    public UserRingBufferMap(uint byteSize, MapFlags flags = MapFlags.None, MapPinning pinning = MapPinning.None)
        : base(byteSize, flags, pinning)
    {
    }

    internal override MapStorage CreateStorage(MapStorageOptions options) => new UserRingBufferStorage(options.Keyless<T>());
}
