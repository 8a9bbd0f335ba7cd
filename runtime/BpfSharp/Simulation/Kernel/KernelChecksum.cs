using System;
using System.Buffers.Binary;
using BpfSharp.CompilerServices;

namespace BpfSharp.Simulation.Kernel;

/// <summary>Internet checksums (RFC 1071) over bytes as they stand in memory, as the kernel's <c>csum_*</c> functions.</summary>
internal static class KernelChecksum
{
    private const int MaxDifference = 512; // bpf_csum_diff works on MAX_BPF_STACK bytes

    /// <summary><c>csum_replace4</c>, and with <paramref name="from"/> 0 <c>csum_replace_by_diff</c>.</summary>
    /// <remarks>The complement is of 32 bits (<c>~csum_unfold</c>): its sum is never zero, whose two forms (0 and 0xffff) a checksum tells apart.</remarks>
    public static ushort Replace(ushort checksum, uint from, uint to) => (ushort)~Fold(~(uint)checksum + (ulong)~from + to);

    /// <summary><c>csum_replace2</c>: all in 16 bits.</summary>
    public static ushort ReplaceShort(ushort checksum, ushort from, ushort to) => (ushort)~Fold((ulong)(ushort)~checksum + (ushort)~from + to);

    // bpf_csum_diff; from Linux 6.13 on the result is folded to 16 bits on all architectures.
    public static long Difference(ReadOnlySpan<byte> from, ReadOnlySpan<byte> to, uint seed)
    {
        if (((from.Length | to.Length) & 3) != 0 || from.Length > MaxDifference || to.Length > MaxDifference)
            return -KernelError.Invalid;
        ulong sum = seed;
        for (; !from.IsEmpty; from = from[sizeof(uint)..])
            sum += ~BinaryPrimitives.ReadUInt32LittleEndian(from);
        for (; !to.IsEmpty; to = to[sizeof(uint)..])
            sum += BinaryPrimitives.ReadUInt32LittleEndian(to);
        return Fold(sum);
    }

    private static ushort Fold(ulong sum)
    {
        while (sum > ushort.MaxValue)
            sum = (sum & ushort.MaxValue) + (sum >> 16);
        return (ushort)sum;
    }
}
