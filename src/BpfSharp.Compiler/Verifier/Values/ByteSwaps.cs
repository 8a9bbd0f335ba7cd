namespace BpfSharp.Compiler.Verifier.Values;

/// <summary>What is known of a number whose bytes are swapped (the kernel's <c>scalar_byte_swap</c>, Linux 6.18): its bits, from which the bounds come anew.</summary>
internal static class ByteSwaps
{
    /// <param name="always">A swap that does not ask for the host's byte order (<c>bswap</c>).</param>
    /// <param name="toBigEndian">Otherwise: to big endian, which swaps on hosts of little endian; to little endian only cuts.</param>
    /// <param name="bits">16, 32 or 64.</param>
    /// <param name="number">The number.</param>
    public static void Apply(bool always, bool toBigEndian, int bits, ref Register number)
    {
        number.Id = 0;
        if (always || toBigEndian)
        {
            Tnum swapped = new(Swap(number.Bits.Value, bits), Swap(number.Bits.Mask, bits));
            number.SetUnbounded();
            number.Bits = swapped;
        }

        if (bits < 64)
            Coercion.ZeroExtend(ref number, bits / 8);
        else
            Bounds.Sync(ref number);
    }

    private static ulong Swap(ulong value, int bits)
    {
        ulong swapped = 0;
        for (int shift = 0; shift < bits; shift += 8)
            swapped = swapped << 8 | (value >> shift & 0xff);
        return swapped;
    }
}
