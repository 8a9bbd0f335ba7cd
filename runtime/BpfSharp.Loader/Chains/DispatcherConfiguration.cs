using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace BpfSharp.Loader;

/// <summary>What a dispatcher's only map holds: <c>struct xdp_dispatcher_config</c> of version 2 (libxdp's <c>prog_dispatcher.h</c>).</summary>
internal static class DispatcherConfiguration
{
    public const int MaxPrograms = 10;
    public const int Size = 4 + (3 * MaxPrograms * sizeof(uint));

    /// <summary>Of BPF_F_XDP_HAS_FRAGS, as a program's flag here.</summary>
    public const uint HasFragments = 1u << 5;

    /// <summary>What a function returns that no program has taken the place of. It always goes on.</summary>
    public const int Absent = 31;

    private const byte Magic = 236;
    private const byte Version = 2;
    private const int CountAt = 2;
    private const int FragmentsAt = 3;
    private const int ActionsAt = 4;
    private const int PrioritiesAt = ActionsAt + (MaxPrograms * sizeof(uint));
    private const int FlagsAt = PrioritiesAt + (MaxPrograms * sizeof(uint));

    public static byte[] Encode(IReadOnlyList<DispatcherSlot> slots)
    {
        byte[] bytes = new byte[Size];
        bytes[0] = Magic;
        bytes[1] = Version;
        bytes[CountAt] = (byte)slots.Count;
        bytes[FragmentsAt] = (byte)(AllHaveFragments(slots) ? 1 : 0);
        for (int i = 0; i < slots.Count; i++)
        {
            Write(bytes, ActionsAt, i, slots[i].ContinueOn | 1u << Absent);
            Write(bytes, PrioritiesAt, i, slots[i].Priority);
            Write(bytes, FlagsAt, i, slots[i].HasFragments ? HasFragments : 0);
        }
        return bytes;
    }

    /// <summary>The programs' places; null where the bytes are not such a configuration.</summary>
    public static IReadOnlyList<DispatcherSlot>? Decode(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != Size || bytes[0] != Magic || bytes[1] != Version || bytes[CountAt] > MaxPrograms)
            return null;
        var slots = new DispatcherSlot[bytes[CountAt]];
        for (int i = 0; i < slots.Length; i++)
            slots[i] = new DispatcherSlot(Read(bytes, PrioritiesAt, i), Read(bytes, ActionsAt, i) & ~(1u << Absent), (Read(bytes, FlagsAt, i) & HasFragments) != 0);
        return slots;
    }

    public static bool AllHaveFragments(IReadOnlyList<DispatcherSlot> slots)
    {
        foreach (DispatcherSlot slot in slots)
        {
            if (!slot.HasFragments)
                return false;
        }
        return slots.Count > 0;
    }

    private static void Write(byte[] bytes, int at, int index, uint value) => MemoryMarshal.Write(bytes.AsSpan(at + (index * Unsafe.SizeOf<uint>())), in value);

    private static uint Read(ReadOnlySpan<byte> bytes, int at, int index) => MemoryMarshal.Read<uint>(bytes[(at + (index * Unsafe.SizeOf<uint>()))..]);
}
