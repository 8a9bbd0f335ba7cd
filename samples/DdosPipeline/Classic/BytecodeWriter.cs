using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Linq;
using DdosPipeline.Language;

namespace DdosPipeline.Classic;

/// <summary>Writes classic bytecode that asks one thing after the other, and matches where all hold.</summary>
internal sealed class BytecodeWriter
{
    private const int ToFail = -1;
    private const int ToNext = -2;

    private readonly List<(ClassicInstruction Instruction, int True, int False)> _code = [];

    /// <summary>A number within one of some ranges.</summary>
    public void Require(ClassicMode mode, int offset, ClassicSize size, uint mask, IReadOnlyList<ValueRange> values)
    {
        LoadPacket(mode, offset, size);
        if (mask != 0)
            Add(ClassicClass.Arithmetic, ClassicOperations.And, mask);
        // All but the last range go on where they hold.
        int left = values.Sum(Length);
        foreach (ValueRange range in values)
        {
            left -= Length(range);
            int hold = left == 0 ? ToNext : left, miss = left == 0 ? ToFail : 0;
            if (Length(range) == 2)
                Branch(ClassicOperations.GreaterOrEqual, range.First, ToNext, left == 0 ? ToFail : 1);
            Branch(range.First == range.Last ? ClassicOperations.Equal : ClassicOperations.Greater, range.Last, range.First == range.Last ? hold : miss, range.First == range.Last ? miss : hold);
        }

        static int Length(ValueRange range) => range.First == range.Last ? 1 : 2;
    }

    public void RequireBits(int offset, ClassicSize size, uint bits)
    {
        LoadPacket(ClassicMode.Absolute, offset, size);
        Branch(ClassicOperations.BitsSet, bits, ToNext, ToFail);
    }

    public void RequireNoBits(int offset, ClassicSize size, uint bits)
    {
        LoadPacket(ClassicMode.Absolute, offset, size);
        Branch(ClassicOperations.BitsSet, bits, ToFail, ToNext);
    }

    /// <summary>Bytes under a mask. All of them have to be there.</summary>
    public void RequireBytes(ClassicMode mode, int offset, byte[] value, byte[] mask)
    {
        for (int at = 0; at < value.Length;)
        {
            int size = (value.Length - at) switch
            {
                >= 4 => 4,
                >= 2 => 2,
                _ => 1,
            };
            ClassicSize width = size switch
            {
                4 => ClassicSize.Word,
                2 => ClassicSize.Half,
                _ => ClassicSize.Byte,
            };
            uint wanted = Number(value.AsSpan(at, size)), under = Number(mask.AsSpan(at, size));
            if (under == 0)
                LoadPacket(mode, offset + at, width); // ends with 0 beyond the packet
            else
                Require(mode, offset + at, width, under == uint.MaxValue >> (32 - (size * 8)) ? 0 : under, [new ValueRange(wanted, wanted)]);
            at += size;
        }
    }

    /// <summary>X becomes the length of the IPv4 header.</summary>
    public void LoadHeaderLength() => _code.Add((new ClassicInstruction(0xb1, 0, 0, 0), 0, 0));

    /// <summary>X goes on to the end of the TCP header; or of the UDP header, where it may be either.</summary>
    public void AddTcpHeaderLength(bool mayBeUdp)
    {
        if (mayBeUdp)
        {
            LoadPacket(ClassicMode.Absolute, 9, ClassicSize.Byte);
            Branch(ClassicOperations.Equal, 17, 0, 2);
            Add(ClassicClass.Load, (int)ClassicMode.Immediate, 8);
            _code.Add((new ClassicInstruction(0x05, 0, 0, 3), 0, 0));
        }

        LoadPacket(ClassicMode.Indirect, 12, ClassicSize.Byte);
        Add(ClassicClass.Arithmetic, ClassicOperations.ShiftRight, 4);
        Add(ClassicClass.Arithmetic, ClassicOperations.ShiftLeft, 2);
        _code.Add((new ClassicInstruction(0x0c, 0, 0, 0), 0, 0));
        _code.Add((new ClassicInstruction(ClassicOperations.TransferToX, 0, 0, 0), 0, 0));
    }

    /// <summary>The program; null where it is too long.</summary>
    public ClassicProgram? Finish()
    {
        int match = _code.Count, fail = match + 1;
        if (fail + 1 > ClassicProgram.MostInstructions)
            return null;
        var code = _code.Select((c, i) => c.Instruction with { True = Distance(c.True, i), False = Distance(c.False, i) }).ToList();
        code.Add(new ClassicInstruction(ClassicOperations.ReturnK, 0, 0, ushort.MaxValue));
        code.Add(new ClassicInstruction(ClassicOperations.ReturnK, 0, 0, 0));
        return new ClassicProgram(code);

        byte Distance(int target, int from) => (byte)(target == ToFail ? fail - from - 1 : target == ToNext ? 0 : target);
    }

    private static uint Number(ReadOnlySpan<byte> bytes) => bytes.Length switch
    {
        4 => BinaryPrimitives.ReadUInt32BigEndian(bytes),
        2 => BinaryPrimitives.ReadUInt16BigEndian(bytes),
        _ => bytes[0],
    };

    private void LoadPacket(ClassicMode mode, int offset, ClassicSize size) => Add(ClassicClass.Load, (int)mode | (int)size, (uint)offset);

    private void Add(ClassicClass kind, int rest, uint k) => _code.Add((new ClassicInstruction((ushort)((int)kind | rest), 0, 0, k), 0, 0));

    private void Branch(int operation, uint k, int isTrue, int isFalse) =>
        _code.Add((new ClassicInstruction((ushort)((int)ClassicClass.Jump | operation), 0, 0, k), isTrue, isFalse));
}
