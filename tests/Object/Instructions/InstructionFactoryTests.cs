using System;
using BpfSharp.Objects.Instructions;
using Xunit;
using static BpfSharp.Objects.Instructions.BpfInstructions;

namespace BpfSharp.Object.Tests.Instructions;

public sealed class InstructionFactoryTests
{
    public static TheoryData<BpfInstruction, string, string> Golden => new()
    {
        { Mov64(6, 1), "bf16000000000000", "r6 = r1" },
        { Mov32Imm(0, 1), "b400000001000000", "w0 = 1" },
        { Mov64Imm(0, -1), "b7000000ffffffff", "r0 = -1" },
        { Alu64(BpfAluOp.Add, 2, 3), "0f32000000000000", "r2 += r3" },
        { Alu64Imm(BpfAluOp.ShiftRightSigned, 2, 7), "c702000007000000", "r2 s>>= 7" },
        { Alu32(BpfAluOp.SignedDiv, 2, 3), "3c32010000000000", "w2 s/= w3" },
        { Alu64Imm(BpfAluOp.SignedMod, 2, -3), "97020100fdffffff", "r2 s%= -3" },
        { Alu64(BpfAluOp.MoveSigned32, 2, 3), "bf32200000000000", "r2 = (s32)r3" },
        { Alu32(BpfAluOp.MoveSigned8, 2, 3), "bc32080000000000", "w2 = (s8)w3" },
        { Neg64(4), "8704000000000000", "r4 = -r4" },
        { Neg32(4), "8404000000000000", "w4 = -w4" },
        { ToBigEndian(16, 1), "dc01000010000000", "r1 = be16 r1" },
        { ToLittleEndian(32, 1), "d401000020000000", "r1 = le32 r1" },
        { ByteSwap(64, 1), "d701000040000000", "r1 = bswap64 r1" },
        { Load(BpfSize.Word, 1, 6, 4), "6161040000000000", "r1 = *(u32 *)(r6 +4)" },
        { LoadSigned(BpfSize.Half, 1, 6, -4), "8961fcff00000000", "r1 = *(s16 *)(r6 -4)" },
        { Store(BpfSize.Double, 10, 1, -8), "7b1af8ff00000000", "*(u64 *)(r10 -8) = r1" },
        { StoreImm(BpfSize.Byte, 10, -1, 7), "720affff07000000", "*(u8 *)(r10 -1) = 7" },
        { Atomic(BpfSize.Double, BpfAtomicOp.Add, 1, 2, 0), "db21000000000000", "lock *(u64 *)(r1 +0) += r2" },
        { Atomic(BpfSize.Word, BpfAtomicOp.FetchXor, 1, 2, 4), "c3210400a1000000", "w2 = atomic_fetch_xor((u32 *)(r1 +4), w2)" },
        { Atomic(BpfSize.Double, BpfAtomicOp.Exchange, 1, 2, 0), "db210000e1000000", "r2 = xchg_64(r1 +0, r2)" },
        { Atomic(BpfSize.Word, BpfAtomicOp.CompareExchange, 1, 2, 0), "c3210000f1000000", "w0 = cmpxchg32_32(r1 +0, w0, w2)" },
        { Atomic(BpfSize.Byte, BpfAtomicOp.LoadAcquire, 1, 2, 3), "d321030000010000", "w1 = load_acquire((u8 *)(r2 +3))" },
        { Atomic(BpfSize.Double, BpfAtomicOp.StoreRelease, 1, 2, 3), "db21030010010000", "store_release((u64 *)(r1 +3), r2)" },
        { Jump(5), "0500050000000000", "goto +5" },
        { JumpLong(70_000), "0600000070110100", "gotol +70000" },
        { MayGoto(-3), "e500fdff00000000", "may_goto -3" },
        { JumpIf(BpfCondition.Greater, 1, 2, 5), "2d21050000000000", "if r1 > r2 goto +5" },
        { JumpIfImm(BpfCondition.AnyBitSet, 1, 8, 5), "4501050008000000", "if r1 & 8 goto +5" },
        { Jump32If(BpfCondition.SignedLess, 1, 2, -1), "ce21ffff00000000", "if w1 s< w2 goto -1" },
        { Jump32IfImm(BpfCondition.NotEqual, 1, 0, 1), "5601010000000000", "if w1 != 0 goto +1" },
        { Call(1), "8500000001000000", "call 1" },
        { CallSubprogram(-4), "85100000fcffffff", "call pc-4" },
        { CallKernelFunction(77, 2), "852002004d000000", "call kernel-function 77" },
        { Exit(), "9500000000000000", "exit" },
        { LoadLow(3, 9, BpfOpcodes.PseudoMapFd), "1813000009000000", "r3 = map[fd:9]" },
    };

    [Theory]
    [MemberData(nameof(Golden))]
    public void Has_the_bytes_and_the_text_of_the_kernel(BpfInstruction instruction, string bytes, string text)
    {
        Assert.Equal(bytes, Convert.ToHexStringLower(BpfInstructionCodec.Encode([instruction])));
        Assert.Equal(text, BpfDisassembler.Format(instruction));
        Assert.NotNull(BpfInstructionSet.Find(instruction));
    }

    [Fact]
    public void A_64_bit_load_takes_two_slots()
    {
        BpfInstruction[] load = LoadImm64(2, unchecked((long)0xfedcba9876543210));
        Assert.Equal("1802000010325476" + "0000000098badcfe", Convert.ToHexStringLower(BpfInstructionCodec.Encode(load)));
        Assert.Equal("r2 = 0xfedcba9876543210 ll", BpfDisassembler.Format(load[0], load[1]));
    }

    [Fact]
    public void Operands_that_no_instruction_holds_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Mov64(11, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Mov64(0, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Jump(32768));
        Assert.Throws<ArgumentOutOfRangeException>(() => ByteSwap(8, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => LoadSigned(BpfSize.Double, 0, 1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Alu64Imm(BpfAluOp.MoveSigned8, 0, 1));
    }
}
