using System;
using System.Runtime.InteropServices;
using BpfSharp.Views;

namespace BpfSharp.Loader.Maps;

/// <summary>Records that user space writes.</summary>
internal sealed class UserRingBufferView<T>(UserRingBuffer ring, KernelMap map) : IUserRingBufferView<T>
    where T : unmanaged
{
    public string Name => map.Name;

    public uint MaxEntries => map.Shape.MaxEntries;

    public bool TryWrite(in T record) => ring.TryWrite(MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in record)));
}
