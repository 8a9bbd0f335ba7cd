using System.Runtime.CompilerServices;
using System.Threading;
using BpfSharp.Loader.Syscalls;
using BpfSharp.Views;

namespace BpfSharp.Loader.Maps;

/// <summary>A global variable, in the memory that the programs use.</summary>
/// <param name="memory">The data section.</param>
/// <param name="offset">Bytes from its start.</param>
internal sealed unsafe class GlobalView<T>(MemoryMapping memory, int offset, bool isReadOnly, string name) : IGlobalView<T>
    where T : unmanaged
{
    public T Value
    {
        get
        {
            using MemoryMapping.Hold hold = memory.Use();
            return Read(hold.Address + offset);
        }
        set
        {
            if (isReadOnly)
                throw new System.InvalidOperationException($"'{name}' is a load-time constant: it can't be changed any more.");
            using MemoryMapping.Hold hold = memory.Use();
            Write(hold.Address + offset, value);
        }
    }

    public MappedGlobal<T> Map()
    {
        if (isReadOnly)
            throw new System.InvalidOperationException($"'{name}' is a load-time constant: it can't be changed any more, so it is not given out in place.");
        MemoryHold kept = new(memory);
        return new MappedGlobal<T>(ref Unsafe.AsRef<T>(kept.Address + offset), kept);
    }

    // One access for what a program too reads and writes in one; a larger value may be seen half changed, as between CPUs.
    private static T Read(byte* at)
    {
        switch (sizeof(T))
        {
            case 2 when IsAligned(at, 2):
                return Unsafe.BitCast<ushort, T>(Volatile.Read(ref *(ushort*)at));
            case 4 when IsAligned(at, 4):
                return Unsafe.BitCast<uint, T>(Volatile.Read(ref *(uint*)at));
            case 8 when IsAligned(at, 8):
                return Unsafe.BitCast<ulong, T>(Volatile.Read(ref *(ulong*)at));
            default:
                return Unsafe.ReadUnaligned<T>(at);
        }
    }

    private static void Write(byte* at, T value)
    {
        switch (sizeof(T))
        {
            case 2 when IsAligned(at, 2):
                Volatile.Write(ref *(ushort*)at, Unsafe.BitCast<T, ushort>(value));
                break;
            case 4 when IsAligned(at, 4):
                Volatile.Write(ref *(uint*)at, Unsafe.BitCast<T, uint>(value));
                break;
            case 8 when IsAligned(at, 8):
                Volatile.Write(ref *(ulong*)at, Unsafe.BitCast<T, ulong>(value));
                break;
            default:
                Unsafe.WriteUnaligned(at, value);
                break;
        }
    }

    private static bool IsAligned(byte* at, nuint size) => ((nuint)at & (size - 1)) == 0;
}
