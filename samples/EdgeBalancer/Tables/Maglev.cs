using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;

namespace EdgeBalancer.Tables;

/// <summary>Consistent hashing as in "Maglev: A Fast and Reliable Software Network Load Balancer" (NSDI 2016), 3.4: who has the same members has the same table.</summary>
public static class Maglev
{
    /// <summary>Makes the table of a set of members; their order does not matter.</summary>
    /// <param name="members">Members with a weight of at least 1, each name once.</param>
    /// <param name="size">How many slots: a prime number.</param>
    /// <returns>For each slot the member's number; all 0 without members.</returns>
    public static uint[] Build(IEnumerable<MaglevMember> members, int size)
    {
        MaglevMember[] sorted = [.. members.OrderBy(static m => m.Name, StringComparer.Ordinal)];
        var places = new MaglevPreference[sorted.Length];
        for (int i = 0; i < sorted.Length; i++)
            places[i] = Preference(sorted[i], size);
        uint[] table = new uint[size];
        int[] slots = Populate(places, size);
        for (int i = 0; i < size && sorted.Length > 0; i++)
            table[i] = sorted[slots[i]].Number;
        return table;
    }

    /// <summary>The members take turns, one of weight N as often as N others: each takes the first slot in its own order that nobody has.</summary>
    /// <returns>For each slot the place in <paramref name="preferences"/>.</returns>
    public static int[] Populate(ReadOnlySpan<MaglevPreference> preferences, int size)
    {
        int[] slots = new int[size];
        Array.Fill(slots, -1);
        int[] next = new int[preferences.Length];
        for (int i = 0; i < preferences.Length; i++)
            next[i] = preferences[i].Offset;
        for (int taken = 0; taken < size && preferences.Length > 0;)
        {
            for (int i = 0; i < preferences.Length; i++)
            {
                for (int turn = 0; turn < preferences[i].Weight && taken < size; turn++, taken++)
                {
                    int slot = next[i];
                    while (slots[slot] >= 0)
                        slot = After(slot, preferences[i].Skip, size);
                    slots[slot] = i;
                    next[i] = After(slot, preferences[i].Skip, size);
                }
            }
        }

        return slots;
    }

    private static int After(int slot, int skip, int size) => slot + skip < size ? slot + skip : slot + skip - size;

    // The paper leaves the two hash functions open: halves of SHA-256 are the same on every machine.
    private static MaglevPreference Preference(MaglevMember member, int size)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(member.Name), hash);
        return new MaglevPreference(
            (int)(BinaryPrimitives.ReadUInt64BigEndian(hash) % (ulong)size),
            (int)(BinaryPrimitives.ReadUInt64BigEndian(hash[8..]) % (ulong)(size - 1)) + 1,
            member.Weight);
    }
}
