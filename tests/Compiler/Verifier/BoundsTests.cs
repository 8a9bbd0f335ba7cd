using System;
using System.Buffers.Binary;
using BpfSharp.Compiler.Verifier.Values;
using BpfSharp.Objects.Instructions;
using Xunit;

namespace BpfSharp.Compiler.Tests.Verifier;

/// <summary>Arithmetic on registers of which bounds and bits are known: no result may leave what is said of it.</summary>
public sealed class BoundsTests
{
    private static readonly BpfAluOp[] s_operations =
        [BpfAluOp.Add, BpfAluOp.Sub, BpfAluOp.Mul, BpfAluOp.And, BpfAluOp.Or, BpfAluOp.Xor, BpfAluOp.ShiftLeft, BpfAluOp.ShiftRight, BpfAluOp.ShiftRightSigned, BpfAluOp.Div, BpfAluOp.Mod];

    [Fact]
    public void A_byte_swap_moves_the_bits_that_are_known_and_cuts_the_rest()
    {
        var random = new Random(4);
        for (int round = 0; round < 5_000; round++)
        {
            ulong number = Number(random);
            int bits = 16 << random.Next(3);
            ulong swapped = BinaryPrimitives.ReverseEndianness(number) >> (64 - bits);
            Register register = Around(random, number);
            ByteSwaps.Apply(always: false, toBigEndian: true, bits, ref register);
            Check(register, swapped, $"be{bits} of {number:x}");
            Assert.True(register.UMax <= ulong.MaxValue >> (64 - bits));

            Register constant = Known(number);
            ByteSwaps.Apply(always: true, toBigEndian: false, bits, ref constant);
            Assert.True(constant.IsConstant(wide: true));
            Assert.Equal(swapped, constant.Bits.Value);

            Register cut = Known(number);
            ByteSwaps.Apply(always: false, toBigEndian: false, bits, ref cut);
            Assert.Equal(number & ulong.MaxValue >> (64 - bits), cut.Bits.Value);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Results_stay_within_bounds(int seed)
    {
        var random = new Random(seed);
        for (int round = 0; round < 20_000; round++)
        {
            BpfAluOp operation = s_operations[random.Next(s_operations.Length)];
            bool wide = random.Next(2) == 0;
            ulong a = Number(random);
            ulong b = operation is BpfAluOp.ShiftLeft or BpfAluOp.ShiftRight or BpfAluOp.ShiftRightSigned ? (ulong)random.Next(wide ? 64 : 32) : Number(random);
            Register destination = Around(random, a);
            Register source = operation is BpfAluOp.ShiftLeft or BpfAluOp.ShiftRight or BpfAluOp.ShiftRightSigned ? Known(b) : Around(random, b);
            Arithmetic.Apply((int)operation, wide, ref destination, source);
            Check(destination, Compute(operation, wide, a, b), $"{operation} {(wide ? 64 : 32)} of {a:x} and {b:x}");
        }
    }

    [Fact]
    public void Cut_and_extended_numbers_stay_within_bounds()
    {
        var random = new Random(4);
        for (int round = 0; round < 20_000; round++)
        {
            ulong number = Number(random);
            int bytes = 1 << random.Next(3);
            Register zero = Around(random, number);
            Coercion.ZeroExtend(ref zero, bytes);
            Check(zero, number & (ulong.MaxValue >> (64 - (8 * bytes))), $"zero extension of {number:x}");
            Register sign = Around(random, number);
            Coercion.SignExtend(ref sign, bytes);
            Check(sign, (ulong)Coercion.Extend((long)number, bytes), $"sign extension of {number:x}");
        }
    }

    private static ulong Compute(BpfAluOp operation, bool wide, ulong a, ulong b)
    {
        if (!wide)
            (a, b) = ((uint)a, (uint)b);
        ulong result = operation switch
        {
            BpfAluOp.Add => a + b,
            BpfAluOp.Sub => a - b,
            BpfAluOp.Mul => a * b,
            BpfAluOp.And => a & b,
            BpfAluOp.Or => a | b,
            BpfAluOp.Xor => a ^ b,
            BpfAluOp.ShiftLeft => a << (int)b,
            BpfAluOp.ShiftRight => a >> (int)b,
            BpfAluOp.ShiftRightSigned => wide ? (ulong)((long)a >> (int)b) : (ulong)((int)a >> (int)b),
            BpfAluOp.Div => b == 0 ? 0 : a / b,
            _ => b == 0 ? a : a % b,
        };
        return wide ? result : (uint)result;
    }

    private static void Check(Register r, ulong number, string what)
    {
        Assert.True(r.Bits.Contains(Tnum.Constant(number)), $"bits {r.Bits} of {what}: {number:x}");
        Assert.True(r.UMin <= number && number <= r.UMax, $"unsigned {what}: {number:x}");
        Assert.True(r.SMin <= (long)number && (long)number <= r.SMax, $"signed {what}: {number:x}");
        Assert.True(r.UMin32 <= (uint)number && (uint)number <= r.UMax32, $"unsigned low half of {what}: {number:x}");
        Assert.True(r.SMin32 <= (int)number && (int)number <= r.SMax32, $"signed low half of {what}: {number:x}");
    }

    private static ulong Number(Random random) => (ulong)random.NextInt64(long.MinValue, long.MaxValue) >> random.Next(64);

    private static Register Known(ulong number)
    {
        Register r = default;
        r.SetScalar(number);
        return r;
    }

    // What a comparison with one or two other numbers leaves of an unknown one, or a mask.
    private static Register Around(Random random, ulong number)
    {
        Register r = default;
        r.SetUnknown();
        ulong low = (ulong)random.NextInt64(1 << 20);
        ulong high = (ulong)random.NextInt64(1 << 20);
        switch (random.Next(4))
        {
            case 0:
                r.UMin = number >= low ? number - low : 0;
                r.UMax = number + high < number ? ulong.MaxValue : number + high;
                break;
            case 1:
                r.SMin = (long)number >= long.MinValue + (long)low ? (long)number - (long)low : long.MinValue;
                r.SMax = (long)number <= long.MaxValue - (long)high ? (long)number + (long)high : long.MaxValue;
                break;
            case 2:
                r.Bits = new Tnum(number & ~low, low);
                break;
            default:
                return Known(number);
        }

        Bounds.Sync(ref r);
        return r;
    }
}
