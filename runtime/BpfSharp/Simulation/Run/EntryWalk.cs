using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace BpfSharp.Simulation;

/// <summary>Entries of a map as <c>bpf_for_each_map_elem</c> finds them: those that are there when it comes to them.</summary>
internal static class EntryWalk
{
    public static IEnumerable<byte[]> Keys(SimulationRun run, MapDeclaration map)
    {
        foreach (byte[] key in run.Storage(map).WalkedKeys())
        {
            if (!Unsafe.IsNullRef(ref run.Storage(map).Lookup(key, run.Cpu)))
                yield return key;
        }
    }

    public static ref readonly TKey Key<TKey>(byte[] key)
        where TKey : unmanaged =>
        ref MemoryMarshal.AsRef<TKey>(key);

    public static ref TValue Value<TValue>(SimulationRun run, MapDeclaration map, byte[] key)
        where TValue : unmanaged =>
        ref Unsafe.As<byte, TValue>(ref run.Storage(map).Lookup(key, run.Cpu));
}
