using System;
using System.Collections.Generic;
using BpfSharp.Compiler.CodeGen.Machine;
using BpfSharp.Compiler.Output;
using BpfSharp.Objects.Instructions;
using BpfSharp.Objects.Model;
using static BpfSharp.Objects.Instructions.BpfInstructions;

namespace BpfSharp.Compiler.CodeGen.Emission;

/// <summary>The slots of each machine instruction.</summary>
internal static class InstructionEncoding
{
    private static readonly Dictionary<MachineOp, Action<MachineInstruction, CompiledProgram>> s_rows = new()
    {
        [MachineOp.Move] = static (i, p) => p.Instructions.Add(Mov64(i.Destination, i.Source)),
        [MachineOp.LoadImmediate] = WriteImmediate,
        [MachineOp.LoadMap] = WriteMap,
        [MachineOp.LoadData] = WriteData,
        [MachineOp.LoadFrameAddress] = WriteFrameAddress,
        [MachineOp.LoadFrame] = static (i, p) => p.Instructions.Add(Mov64(i.Destination, BpfOpcodes.FramePointer)),
        [MachineOp.AddFrameOffset] = static (i, p) => p.Instructions.Add(Alu64Imm(BpfAluOp.Add, i.Destination, Displacement(i))),
        [MachineOp.LoadFunction] = WriteFunction,
        [MachineOp.Alu] = static (i, p) => p.Instructions.Add(i.Wide ? Alu64(i.Alu, i.Destination, i.Source) : Alu32(i.Alu, i.Destination, i.Source)),
        [MachineOp.AluImmediate] = static (i, p) =>
            p.Instructions.Add(i.Wide ? Alu64Imm(i.Alu, i.Destination, (int)i.Immediate) : Alu32Imm(i.Alu, i.Destination, (int)i.Immediate)),
        [MachineOp.Negate] = static (i, p) => p.Instructions.Add(i.Wide ? Neg64(i.Destination) : Neg32(i.Destination)),
        [MachineOp.ByteSwap] = static (i, p) => p.Instructions.Add(ToBigEndian((int)i.Immediate, i.Destination)),
        [MachineOp.ZeroExtend] = static (i, p) => p.Instructions.Add(Mov32(i.Destination, i.Source)),
        [MachineOp.SignExtend] = static (i, p) => p.Instructions.Add((i.Wide ? (Func<BpfAluOp, int, int, BpfInstruction>)Alu64 : Alu32)(SignedMove(i), i.Destination, i.Source)),
        [MachineOp.ClearUnless] = WriteClearUnless,
        [MachineOp.ClearUnlessImmediate] = WriteClearUnless,
        [MachineOp.Load] = static (i, p) => p.Instructions.Add(Load(i.Size, i.Destination, i.Source, Displacement(i))),
        [MachineOp.LoadSigned] = static (i, p) => p.Instructions.Add(LoadSigned(i.Size, i.Destination, i.Source, Displacement(i))),
        [MachineOp.Store] = static (i, p) => p.Instructions.Add(Store(i.Size, i.Destination, i.Source, Displacement(i))),
        [MachineOp.StoreImmediate] = static (i, p) => p.Instructions.Add(StoreImm(i.Size, i.Destination, Displacement(i), (int)i.Immediate)),
        [MachineOp.Atomic] = WriteAtomic,
        [MachineOp.AtomicFetch] = WriteAtomic,
        [MachineOp.AtomicCompareExchange] = WriteAtomic,
        [MachineOp.Call] = WriteCall,
        [MachineOp.Rest] = static (_, p) => p.Instructions.Add(Jump(0)),
    };

    // Those of terminators are null: jumps have their own place (Jump).
    private static readonly Action<MachineInstruction, CompiledProgram>?[] s_writers = Index();

    public static void Write(MachineInstruction instruction, CompiledProgram program) => s_writers[(int)instruction.Op]!(instruction, program);

    public static int SlotCount(MachineInstruction instruction) => instruction.Op switch
    {
        MachineOp.LoadImmediate => instruction.Immediate is >= int.MinValue and <= uint.MaxValue ? 1 : 2,
        MachineOp.LoadMap or MachineOp.LoadFunction or MachineOp.LoadData or MachineOp.LoadFrameAddress or MachineOp.ClearUnless or MachineOp.ClearUnlessImmediate => 2,
        _ => 1,
    };

    public static BpfInstruction JumpIf(MachineInstruction compare, BpfCondition condition, int distance)
    {
        if (compare.Op == MachineOp.Branch)
            return (compare.Wide ? (Func<BpfCondition, int, int, int, BpfInstruction>)BpfInstructions.JumpIf : Jump32If)(condition, compare.Destination, compare.Source, distance);
        return (compare.Wide ? (Func<BpfCondition, int, int, int, BpfInstruction>)JumpIfImm : Jump32IfImm)(condition, compare.Destination, (int)compare.Immediate, distance);
    }

    private static Action<MachineInstruction, CompiledProgram>?[] Index()
    {
        var writers = new Action<MachineInstruction, CompiledProgram>?[(int)MachineOp.Exit + 1];
        foreach (KeyValuePair<MachineOp, Action<MachineInstruction, CompiledProgram>> row in s_rows)
            writers[(int)row.Key] = row.Value;
        return writers;
    }

    private static int Displacement(MachineInstruction instruction) => instruction.Offset + (instruction.Slot?.Offset ?? 0);

    private static BpfAluOp SignedMove(MachineInstruction instruction) => instruction.Immediate switch
    {
        8 => BpfAluOp.MoveSigned8,
        16 => BpfAluOp.MoveSigned16,
        _ => BpfAluOp.MoveSigned32,
    };

    // A 64-bit move sign-extends its immediate, a 32-bit one clears the high half.
    private static void WriteImmediate(MachineInstruction i, CompiledProgram program)
    {
        if (i.Immediate is >= int.MinValue and <= int.MaxValue)
            program.Instructions.Add(Mov64Imm(i.Destination, (int)i.Immediate));
        else if (i.Immediate is >= 0 and <= uint.MaxValue)
            program.Instructions.Add(Mov32Imm(i.Destination, unchecked((int)i.Immediate)));
        else
            program.Instructions.AddRange(LoadImm64(i.Destination, i.Immediate));
    }

    private static void WriteMap(MachineInstruction i, CompiledProgram program)
    {
        program.Relocations.Add(new BpfRelocation(program.Instructions.Count, BpfRelocationKind.Map, i.Symbol!, 0));
        program.Instructions.AddRange(LoadMap(i.Destination));
    }

    private static void WriteData(MachineInstruction i, CompiledProgram program)
    {
        program.Relocations.Add(new BpfRelocation(program.Instructions.Count, BpfRelocationKind.Data, i.Symbol!, (int)i.Immediate));
        program.Instructions.AddRange(LoadMapValue(i.Destination));
    }

    private static void WriteFunction(MachineInstruction i, CompiledProgram program)
    {
        program.References.Add(new CompiledReference(program.Instructions.Count, i.Symbol!));
        program.Instructions.Add(LoadLow(i.Destination, 0, BpfOpcodes.PseudoFunc));
        program.Instructions.Add(LoadHigh(0));
    }

    private static void WriteFrameAddress(MachineInstruction i, CompiledProgram program)
    {
        program.Instructions.Add(Mov64(i.Destination, BpfOpcodes.FramePointer));
        program.Instructions.Add(Alu64Imm(BpfAluOp.Add, i.Destination, Displacement(i)));
    }

    private static void WriteClearUnless(MachineInstruction i, CompiledProgram program)
    {
        var compare = new MachineInstruction(i.Op == MachineOp.ClearUnless ? MachineOp.Branch : MachineOp.BranchImmediate)
        {
            Destination = i.Source,
            Source = i.Other,
            Immediate = i.Immediate,
            Wide = i.Wide,
        };
        program.Instructions.Add(JumpIf(compare, i.Condition, 1));
        program.Instructions.Add(Mov64Imm(i.Destination, 0));
    }

    // Where a function of the program is, its call learns when all functions have their place.
    private static void WriteCall(MachineInstruction i, CompiledProgram program)
    {
        if (i.Symbol is null)
        {
            program.Instructions.Add(Call((int)i.Immediate));
            return;
        }

        if (i.IsKernelCall)
        {
            program.Relocations.Add(new BpfRelocation(program.Instructions.Count, BpfRelocationKind.KernelFunction, i.Symbol, 0));
            program.Instructions.Add(CallKernelFunction(0));
            return;
        }

        program.References.Add(new CompiledReference(program.Instructions.Count, i.Symbol));
        program.Instructions.Add(CallSubprogram(0));
    }

    private static void WriteAtomic(MachineInstruction i, CompiledProgram program) =>
        program.Instructions.Add(Atomic(i.Size, i.AtomicOp, i.Destination, i.Source, Displacement(i)));
}
