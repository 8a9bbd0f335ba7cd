using System;

namespace BpfSharp.Objects.Instructions;

/// <summary>Makes instructions; meant for <c>using static</c>. Registers are 0 to 10; jump distances count slots from the next one.</summary>
public static class BpfInstructions
{
    public static BpfInstruction Alu64(BpfAluOp op, int dst, int src) => Alu(BpfOpcodes.Alu64 | BpfOpcodes.Register, op, dst, src, 0);

    public static BpfInstruction Alu64Imm(BpfAluOp op, int dst, int imm) => Alu(BpfOpcodes.Alu64, op, dst, 0, imm);

    /// <summary>Computes on the low halves; the destination's high half becomes 0.</summary>
    public static BpfInstruction Alu32(BpfAluOp op, int dst, int src) => Alu(BpfOpcodes.Alu | BpfOpcodes.Register, op, dst, src, 0);

    /// <inheritdoc cref="Alu32"/>
    public static BpfInstruction Alu32Imm(BpfAluOp op, int dst, int imm) => Alu(BpfOpcodes.Alu, op, dst, 0, imm);

    public static BpfInstruction Mov64(int dst, int src) => Alu64(BpfAluOp.Move, dst, src);

    /// <summary>The immediate is sign-extended.</summary>
    public static BpfInstruction Mov64Imm(int dst, int imm) => Alu64Imm(BpfAluOp.Move, dst, imm);

    public static BpfInstruction Mov32(int dst, int src) => Alu32(BpfAluOp.Move, dst, src);

    public static BpfInstruction Mov32Imm(int dst, int imm) => Alu32Imm(BpfAluOp.Move, dst, imm);

    public static BpfInstruction Neg64(int dst) => Make(BpfOpcodes.Alu64 | BpfOpcodes.Neg, dst, 0, 0, 0);

    public static BpfInstruction Neg32(int dst) => Make(BpfOpcodes.Alu | BpfOpcodes.Neg, dst, 0, 0, 0);

    /// <summary>Host (little-endian) to big-endian of the low 16, 32 or 64 bits; the rest becomes 0. All kernels.</summary>
    public static BpfInstruction ToBigEndian(int bits, int dst) => Make(BpfOpcodes.Alu | BpfOpcodes.Endian | BpfOpcodes.Register, dst, 0, 0, SwapBits(bits));

    /// <summary>Host to little-endian: keeps the low 16, 32 or 64 bits.</summary>
    public static BpfInstruction ToLittleEndian(int bits, int dst) => Make(BpfOpcodes.Alu | BpfOpcodes.Endian, dst, 0, 0, SwapBits(bits));

    /// <summary>Reverses the low 16, 32 or 64 bits' bytes on any host; kernel 6.6.</summary>
    public static BpfInstruction ByteSwap(int bits, int dst) => Make(BpfOpcodes.Alu64 | BpfOpcodes.Endian, dst, 0, 0, SwapBits(bits));

    /// <summary><c>dst = *(size *)(src + offset)</c>, zero-extended.</summary>
    public static BpfInstruction Load(BpfSize size, int dst, int src, int offset) =>
        Make(BpfOpcodes.Ldx | BpfOpcodes.ModeMemory | (int)size, dst, src, offset, 0);

    /// <summary><c>dst = *(size *)(src + offset)</c>, sign-extended; kernel 6.6, at most 4 bytes.</summary>
    public static BpfInstruction LoadSigned(BpfSize size, int dst, int src, int offset) => size == BpfSize.Double
        ? throw new ArgumentOutOfRangeException(nameof(size), size, "There is no sign-extending load of 8 bytes.")
        : Make(BpfOpcodes.Ldx | BpfOpcodes.ModeMemorySigned | (int)size, dst, src, offset, 0);

    /// <summary><c>*(size *)(dst + offset) = src</c>.</summary>
    public static BpfInstruction Store(BpfSize size, int dst, int src, int offset) =>
        Make(BpfOpcodes.Stx | BpfOpcodes.ModeMemory | (int)size, dst, src, offset, 0);

    /// <summary><c>*(size *)(dst + offset) = imm</c>; sign-extended for 8 bytes.</summary>
    public static BpfInstruction StoreImm(BpfSize size, int dst, int offset, int imm) =>
        Make(BpfOpcodes.St | BpfOpcodes.ModeMemory | (int)size, dst, 0, offset, imm);

    /// <summary>Atomic on <c>*(size *)(dst + offset)</c> with <paramref name="src"/> (load-acquire: <c>dst = *(src + offset)</c>).</summary>
    public static BpfInstruction Atomic(BpfSize size, BpfAtomicOp op, int dst, int src, int offset) =>
        Make(BpfOpcodes.Stx | BpfOpcodes.ModeAtomic | (int)size, dst, src, offset, (int)op);

    public static BpfInstruction Jump(int offset) => Make(BpfOpcodes.Goto, 0, 0, offset, 0);

    /// <summary>32-bit distance; kernel 6.6.</summary>
    public static BpfInstruction JumpLong(int offset) => Make(BpfOpcodes.GotoLong, 0, 0, 0, offset);

    /// <summary>Jumps when the verifier's loop budget is used up; kernel 6.9.</summary>
    public static BpfInstruction MayGoto(int offset) => Make(BpfOpcodes.Jmp | BpfOpcodes.JumpConditionally, 0, 0, offset, 0);

    public static BpfInstruction JumpIf(BpfCondition condition, int dst, int src, int offset) =>
        Make(BpfOpcodes.Jmp | BpfOpcodes.Register | (int)condition, dst, src, offset, 0);

    /// <summary>The immediate is sign-extended.</summary>
    public static BpfInstruction JumpIfImm(BpfCondition condition, int dst, int imm, int offset) =>
        Make(BpfOpcodes.Jmp | (int)condition, dst, 0, offset, imm);

    /// <summary>Compares the low halves; kernel 5.1.</summary>
    public static BpfInstruction Jump32If(BpfCondition condition, int dst, int src, int offset) =>
        Make(BpfOpcodes.Jmp32 | BpfOpcodes.Register | (int)condition, dst, src, offset, 0);

    /// <inheritdoc cref="Jump32If"/>
    public static BpfInstruction Jump32IfImm(BpfCondition condition, int dst, int imm, int offset) =>
        Make(BpfOpcodes.Jmp32 | (int)condition, dst, 0, offset, imm);

    /// <summary>Calls a helper by id.</summary>
    public static BpfInstruction Call(int helper) => Make(BpfOpcodes.Call, 0, 0, 0, helper);

    /// <summary>Calls a function of the program; the distance counts from the next slot.</summary>
    public static BpfInstruction CallSubprogram(int distance) => Make(BpfOpcodes.Call, 0, BpfOpcodes.PseudoCall, 0, distance);

    /// <summary>Calls a kernel function by BTF id (of module BTF when <paramref name="fdIndex"/> is not 0).</summary>
    public static BpfInstruction CallKernelFunction(int btfId, int fdIndex = 0) =>
        Make(BpfOpcodes.Call, 0, BpfOpcodes.PseudoKernelCall, fdIndex, btfId);

    /// <summary>Whether an instruction calls a kernel function by BTF id.</summary>
    public static bool IsKernelCall(in BpfInstruction instruction) => instruction.Opcode == BpfOpcodes.Call && instruction.Source == BpfOpcodes.PseudoKernelCall;

    public static BpfInstruction Exit() => Make(BpfOpcodes.Exit, 0, 0, 0, 0);

    /// <summary>First slot of a two-slot load of 64 bits; <see cref="LoadHigh"/> follows.</summary>
    /// <param name="pseudo">0, or one of <c>BpfOpcodes.Pseudo...</c>.</param>
    public static BpfInstruction LoadLow(int dst, int imm, int pseudo = 0) => Make(BpfOpcodes.LoadImmediate64, dst, pseudo, 0, imm);

    /// <summary>Second slot of a two-slot load of 64 bits.</summary>
    public static BpfInstruction LoadHigh(int imm) => new(0, 0, 0, 0, imm);

    /// <summary>Both slots of <c>dst = value</c>.</summary>
    public static BpfInstruction[] LoadImm64(int dst, long value) =>
        new[] { LoadLow(dst, unchecked((int)value)), LoadHigh(unchecked((int)(value >> 32))) };

    /// <summary>Both slots of <c>dst = map</c>; a <c>Map</c> relocation on the first gives the descriptor.</summary>
    public static BpfInstruction[] LoadMap(int dst, int fd = 0) =>
        new[] { LoadLow(dst, fd, BpfOpcodes.PseudoMapFd), LoadHigh(0) };

    /// <summary>Both slots of <c>dst = &amp;value[offset]</c> of a single-entry array; a <c>Data</c> relocation on the first gives descriptor and offset.</summary>
    public static BpfInstruction[] LoadMapValue(int dst, int fd = 0, int offset = 0) =>
        new[] { LoadLow(dst, fd, BpfOpcodes.PseudoMapValue), LoadHigh(offset) };

    private static BpfInstruction Alu(int classAndSource, BpfAluOp op, int dst, int src, int imm)
    {
        bool registerOnly = op is BpfAluOp.MoveSigned8 or BpfAluOp.MoveSigned16 or BpfAluOp.MoveSigned32;
        if (registerOnly && (classAndSource & BpfOpcodes.Register) == 0)
            throw new ArgumentOutOfRangeException(nameof(op), op, "A sign-extending move takes a register.");
        return Make(classAndSource | ((int)op & 0xff), dst, src, (int)op >> 8, imm);
    }

    private static int SwapBits(int bits) => bits is 16 or 32 or 64
        ? bits
        : throw new ArgumentOutOfRangeException(nameof(bits), bits, "A byte swap has 16, 32 or 64 bits.");

    private static BpfInstruction Make(int opcode, int dst, int src, int offset, int imm)
    {
        if (dst is < 0 or > BpfOpcodes.FramePointer)
            throw new ArgumentOutOfRangeException(nameof(dst), dst, "Registers are r0 to r10.");
        if (src is < 0 or > BpfOpcodes.FramePointer)
            throw new ArgumentOutOfRangeException(nameof(src), src, "Registers are r0 to r10.");
        if (offset is < short.MinValue or > short.MaxValue)
            throw new ArgumentOutOfRangeException(nameof(offset), offset, "An instruction's offset has 16 bits.");
        return new((byte)opcode, (byte)dst, (byte)src, (short)offset, imm);
    }
}
