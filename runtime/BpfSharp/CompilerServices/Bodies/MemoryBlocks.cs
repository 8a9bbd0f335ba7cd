using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace BpfSharp.CompilerServices.Bodies;

/// <summary>Bytes moved, filled and compared: what members of the BCL become in a program (the front end's table names them).</summary>
/// <remarks>Eight bytes a round, and no loop for the rest: few rounds for the verifier, straight code where the length is known.</remarks>
[BpfFunction]
[EditorBrowsable(EditorBrowsableState.Never)]
public static class MemoryBlocks
{
    /// <summary>Copies bytes; source and destination may overlap.</summary>
    /// <param name="destination">First byte to write.</param>
    /// <param name="source">First byte to read.</param>
    /// <param name="bytes">How many, not negative.</param>
    public static void Move(ref byte destination, ref byte source, int bytes)
    {
        // Memory of different kinds never overlaps: the compiler knows the answer then.
        if (Unsafe.IsAddressLessThan(ref source, ref destination))
            MoveDown(ref destination, ref source, bytes);
        else
            MoveUp(ref destination, ref source, bytes);
    }

    /// <summary>Writes one byte many times.</summary>
    /// <param name="destination">First byte to write.</param>
    /// <param name="value">The byte in all eight places.</param>
    /// <param name="bytes">How many, not negative.</param>
    public static void Fill(ref byte destination, ulong value, int bytes)
    {
        for (int at = 0; at + 8 <= bytes; at += 8)
            Unsafe.WriteUnaligned(ref Unsafe.Add(ref destination, at), value);
        if ((bytes & 4) != 0)
            Unsafe.WriteUnaligned(ref Unsafe.Add(ref destination, bytes & ~7), (uint)value);
        if ((bytes & 2) != 0)
            Unsafe.WriteUnaligned(ref Unsafe.Add(ref destination, bytes & ~3), (ushort)value);
        if ((bytes & 1) != 0)
            Unsafe.Add(ref destination, bytes & ~1) = (byte)value;
    }

    /// <summary>Compares bytes, all of them: a way out would make the verifier look at each round twice.</summary>
    /// <param name="first">First byte of one block.</param>
    /// <param name="second">First byte of the other.</param>
    /// <param name="bytes">How many, not negative.</param>
    /// <returns>Whether they are equal.</returns>
    public static bool AreEqual(ref byte first, ref byte second, int bytes)
    {
        ulong difference = 0;
        for (int at = 0; at + 8 <= bytes; at += 8)
            difference |= Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref first, at)) ^ Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref second, at));
        if ((bytes & 4) != 0)
            difference |= Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref first, bytes & ~7)) ^ Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref second, bytes & ~7));
        if ((bytes & 2) != 0)
            difference |= (uint)(Unsafe.ReadUnaligned<ushort>(ref Unsafe.Add(ref first, bytes & ~3)) ^ Unsafe.ReadUnaligned<ushort>(ref Unsafe.Add(ref second, bytes & ~3)));
        if ((bytes & 1) != 0)
            difference |= (uint)(Unsafe.Add(ref first, bytes & ~1) ^ Unsafe.Add(ref second, bytes & ~1));
        return difference == 0;
    }

    /// <summary><c>Unsafe.CopyBlock</c>.</summary>
    /// <param name="destination">First byte to write.</param>
    /// <param name="source">First byte to read.</param>
    /// <param name="bytes">How many.</param>
    public static void CopyBlock(ref byte destination, ref readonly byte source, uint bytes) => Move(ref destination, ref Unsafe.AsRef(in source), (int)bytes);

    /// <summary><c>Unsafe.InitBlock</c>.</summary>
    /// <param name="destination">First byte to write.</param>
    /// <param name="value">The byte.</param>
    /// <param name="bytes">How many.</param>
    public static void InitBlock(ref byte destination, byte value, uint bytes) => Fill(ref destination, value * 0x0101_0101_0101_0101UL, (int)bytes);

    // Up from the first byte: what is written has been read before, where the destination lies below the source.
    private static void MoveUp(ref byte destination, ref byte source, int bytes)
    {
        for (int at = 0; at + 8 <= bytes; at += 8)
            Unsafe.WriteUnaligned(ref Unsafe.Add(ref destination, at), Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref source, at)));
        if ((bytes & 4) != 0)
            Unsafe.WriteUnaligned(ref Unsafe.Add(ref destination, bytes & ~7), Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref source, bytes & ~7)));
        if ((bytes & 2) != 0)
            Unsafe.WriteUnaligned(ref Unsafe.Add(ref destination, bytes & ~3), Unsafe.ReadUnaligned<ushort>(ref Unsafe.Add(ref source, bytes & ~3)));
        if ((bytes & 1) != 0)
            Unsafe.Add(ref destination, bytes & ~1) = Unsafe.Add(ref source, bytes & ~1);
    }

    // The odd bytes at the end first, then down by eights.
    private static void MoveDown(ref byte destination, ref byte source, int bytes)
    {
        if ((bytes & 1) != 0)
            Unsafe.Add(ref destination, bytes & ~1) = Unsafe.Add(ref source, bytes & ~1);
        if ((bytes & 2) != 0)
            Unsafe.WriteUnaligned(ref Unsafe.Add(ref destination, bytes & ~3), Unsafe.ReadUnaligned<ushort>(ref Unsafe.Add(ref source, bytes & ~3)));
        if ((bytes & 4) != 0)
            Unsafe.WriteUnaligned(ref Unsafe.Add(ref destination, bytes & ~7), Unsafe.ReadUnaligned<uint>(ref Unsafe.Add(ref source, bytes & ~7)));
        for (int at = bytes & ~7; at > 0; at -= 8)
            Unsafe.WriteUnaligned(ref Unsafe.Add(ref destination, at - 8), Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref source, at - 8)));
    }
}
