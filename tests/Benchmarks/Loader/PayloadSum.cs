using System;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace BpfSharp.Benchmarks.Loader;

/// <summary>Adds up an event's words in vectors, as gcc -O3 makes it of the twin's loops: what is measured is the reader, not the sum.</summary>
internal static class PayloadSum
{
    public static ulong Of(ReadOnlySpan<ulong> words)
    {
        Vector256<ulong> sum = Vector256<ulong>.Zero;
        ref ulong first = ref MemoryMarshal.GetReference(words);
        // Two vectors a round: events have 8 or 32 words.
        for (int i = 0; i < words.Length; i += 2 * Vector256<ulong>.Count)
            sum += Vector256.LoadUnsafe(ref first, (nuint)i) + Vector256.LoadUnsafe(ref first, (nuint)(i + Vector256<ulong>.Count));
        return Vector256.Sum(sum);
    }
}
