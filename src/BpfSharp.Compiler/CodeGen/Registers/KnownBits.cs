using BpfSharp.Compiler.CodeGen.Machine;
using BpfSharp.Objects.Instructions;

namespace BpfSharp.Compiler.CodeGen.Registers;

/// <summary>How many low bits of a register may be set, as the instruction tells that wrote it.</summary>
internal static class KnownBits
{
    private const int All = 64;

    /// <summary>Before an instruction of the block; 64 where what wrote the register is not in it.</summary>
    public static int Before(MachineBlock block, MachineInstruction instruction, int register)
    {
        var uses = new RegisterUses();
        for (int i = block.Instructions.IndexOf(instruction) - 1; i >= 0; i--)
        {
            MachineInstruction before = block.Instructions[i];
            uses.Set(before);
            if (uses.Writes(register))
                return before.IsMove ? Before(block, before, before.Source) : Of(before);
        }

        return All;
    }

    private static int Of(MachineInstruction write) => write.Op switch
    {
        MachineOp.Load => write.Size switch
        {
            BpfSize.Byte => 8,
            BpfSize.Half => 16,
            BpfSize.Word => 32,
            _ => All,
        },
        MachineOp.ByteSwap => (int)write.Immediate,
        MachineOp.ZeroExtend => 32,
        MachineOp.AluImmediate when write.Alu == BpfAluOp.And && write.Immediate is >= 0 and <= ushort.MaxValue => 16,
        MachineOp.Alu or MachineOp.AluImmediate or MachineOp.Negate when !write.Wide => 32,
        _ => All,
    };
}
