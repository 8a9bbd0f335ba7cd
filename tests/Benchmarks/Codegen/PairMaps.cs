using System.Runtime.CompilerServices;
using BpfSharp.Loader.Maps;

namespace BpfSharp.Benchmarks.Codegen;

/// <summary>The maps of a loaded side, by name and raw bytes.</summary>
internal sealed unsafe class PairMaps(PairObject side)
{
    /// <summary>Sets one entry; a per-CPU value on all CPUs.</summary>
    public void Set<TKey, TValue>(string map, TKey key, TValue value)
        where TKey : unmanaged
        where TValue : unmanaged
    {
        KernelMap found = side.Map(map);
        byte[] bytes = new byte[found.Shape.LookupSize];
        for (int offset = 0; offset + sizeof(TValue) <= bytes.Length; offset += found.Shape.IsPerCpu ? found.Shape.Stride : bytes.Length)
            Unsafe.WriteUnaligned(ref bytes[offset], value);
        fixed (byte* pointer = bytes)
        {
            int result = found.Update(&key, pointer, 0);
            if (result < 0)
                throw found.Failure("fill", result);
        }
    }
}
