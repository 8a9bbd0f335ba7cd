using System.Collections.Generic;
using System.Linq;
using BpfSharp.Compiler.Ir;
using BpfSharp.Objects.Instructions;
using static BpfSharp.Fuzz.Planted.CodeChanges;
using static BpfSharp.Fuzz.Planted.IrChanges;
using static BpfSharp.Fuzz.Planted.PlantedBug;

namespace BpfSharp.Fuzz.Planted;

/// <summary>Bugs that compilers have, to see whether random programs find them.</summary>
internal static class BugTable
{
    // The function as the front end meant it; where checks stand before accesses; where all is lowered.
    private const string Begin = "packet fields";
    private const string Guarded = "access guards";
    private const string Lowered = "guard lowering";

    private const byte FramePointer = 10;

    // Opcodes' low three bits are the class: 4 is 32-bit arithmetic, 7 is 64-bit, 5 are 64-bit jumps, 6 are 32-bit ones.
    private const byte ClassBits = 7;

    public static IReadOnlyList<PlantedBug> Rows { get; } =
    [
        InIr("sign extension is zero extension", Begin, Op(IrOp.SExt, IrOp.ZExt, static i => i.Operands[0] is not IrConstant)),
        InIr("zero extension is sign extension", Begin, Op(IrOp.ZExt, IrOp.SExt, static i => i.Operands[0] is not IrConstant)),
        InIr("signed byte is unsigned", Begin, Op(IrOp.ExtI8, IrOp.ExtU8)),
        InIr("unsigned half word is signed", Begin, Op(IrOp.ExtU16, IrOp.ExtI16)),
        InIr("operands of a subtraction are swapped", Begin, Swapped(IrOp.Sub)),
        InIr("operands of an unsigned comparison are swapped", Begin, Swapped(IrOp.LtU)),
        InIr("signed comparison is unsigned", Begin, Op(IrOp.LtS, IrOp.LtU)),
        InIr("less or equal is less", Begin, Op(IrOp.LeS, IrOp.LtS)),
        InIr("arithmetic shift is logical", Begin, Op(IrOp.ShrS, IrOp.ShrU)),
        InIr("count of a shift has another mask", Begin, Change(static i => i.Op is IrOp.Shl or IrOp.ShrU && i.Operands[1] is IrConstant { Value: > 15 }, static i => i.Operands[1] = new IrConstant(i.Operands[1].Type, ((IrConstant)i.Operands[1]).Value & 15))),
        InIr("byte swap has another width", Begin, Op(IrOp.Bswap32, IrOp.Bswap16)),
        InIr("signed remainder is unsigned", Begin, Op(IrOp.RemS, IrOp.RemU)),
        InIr("check before a division is dropped", Begin, Removed(static i => i is { Op: IrOp.Guard, Immediate: (int)FaultKind.DivideByZero })),
        InIr("overflow check is missed", Begin, Removed(static i => i is { Op: IrOp.Guard, Immediate: (int)FaultKind.Overflow })),
        InIr("index check is missed", Begin, Removed(static i => i is { Op: IrOp.Guard, Immediate: (int)FaultKind.IndexOutOfRange })),
        InIr("packet check is dropped", Guarded, Change(static i => i is { Op: IrOp.BrIf, Operands: [IrInstruction { Op: IrOp.PktFits }] }, static i => i.Operands[0] = IrConstant.I32(1))),
        InIr("packet check asks for one byte more", Guarded, Change(static i => i.Op == IrOp.PktFits && i.Operands[2] is IrConstant, static i => i.Operands[2] = new IrConstant(i.Operands[2].Type, ((IrConstant)i.Operands[2]).Value + 1))),
        InIr("packet is not asked for anew after it moved", Begin, StalePacket),
        InIr("store is lost", Begin, Removed(static i => i.Op == IrOp.Store && i.Operands[0] is not IrInstruction { Op: IrOp.Slot })),
        InIr("store moves behind a call", Begin, Exchanged(static i => i.Op == IrOp.Store, static i => i.Op == IrOp.Helper)),
        InIr("read moves behind a write", Begin, Exchanged(static i => i.Op == IrOp.Load, static i => i.Op == IrOp.Store)),
        InIr("two reads around a write are one", Begin, MergeReads),
        InIr("branch goes the wrong way", Begin, Change(static i => i.Op == IrOp.BrIf, static i => i.Targets.Reverse())),
        InIr("atomic is another", Begin, Change(static i => i is { Op: IrOp.Atomic, Symbol: "and" or "or" }, static i => i.Symbol = i.Symbol == "and" ? "or" : "and")),
        InIr("flags of a map update are wrong", Begin, Change(static i => i is { Op: IrOp.Helper, Symbol: "bpf_map_update_elem" } && i.Operands[3] is IrConstant, static i => i.Operands[3] = IrConstant.I64(((IrConstant)i.Operands[3]).Value ^ 1))),
        InIr("fault has another kind", Lowered, Change(static i => i is { Op: IrOp.Fault, Immediate: (int)FaultKind.DivideByZero }, static i => i.Immediate = (int)FaultKind.Overflow)),
        InIr("fault has another place", Lowered, OtherPlace),
        InIr("verdict is another", Begin, Change(static i => i.Op == IrOp.Ret && i.Operands.Count == 1 && i.Operands[0].Type == IrType.I32, static i => i.Operands[0] = IrConstant.I32(1))),
        InCode("saved register is clobbered", CodeChanges.Change("mov64.reg", static i => i.Destination is >= 6 and <= 8, static i => i with { Destination = (byte)(i.Destination + 1) })),
        InCode("spill slot is in use", CodeChanges.Change("stx64", static i => i is { Destination: FramePointer, Offset: < -8 }, static i => i with { Offset = (short)(i.Offset + 8) })),
        InCode("64-bit addition is 32-bit", CodeChanges.Change("add64.reg", static _ => true, static i => i with { Opcode = (byte)(i.Opcode & ~ClassBits | 4) })),
        InCode("64-bit comparison is 32-bit", CodeChanges.Change("jeq64", static _ => true, static i => i with { Opcode = (byte)(i.Opcode & ~ClassBits | 6) })),
        InCode("half word is read as a byte", CodeChanges.Change("ldx16", static _ => true, static i => i with { Opcode = (byte)(i.Opcode | 0x10 & ~0x08) })),
        InCode("stored constant is off by one", CodeChanges.Change("st", static i => (i.Opcode & ClassBits) == 2 && i.Destination != FramePointer, static i => i with { Immediate = i.Immediate + 1 })),
        InCode("upper half of a constant is lost", LoseUpperHalf),
    ];

    private static bool StalePacket(IrFunction function)
    {
        List<IrInstruction> starts = [.. All(function).Where(static i => i is { Op: IrOp.CtxLoad, Symbol: "data" })];
        if (starts.Count < 2)
            return false;
        IrBlock last = function.Blocks.Last(b => b.Instructions.Contains(starts[^1]));
        if (!function.Entry.Instructions.Contains(starts[0]) && !last.Instructions.Contains(starts[0]))
            return false;
        foreach (IrInstruction user in last.Instructions)
        {
            for (int i = 0; i < user.Operands.Count; i++)
                user.Operands[i] = user.Operands[i] == starts[^1] ? starts[0] : user.Operands[i];
        }

        return true;
    }

    private static bool OtherPlace(IrFunction function)
    {
        List<IrInstruction> faults = [.. All(function).Where(static i => i.Op == IrOp.Fault)];
        if (faults.Count < 2)
            return false;
        faults[^1].Span = faults[0].Span;
        return true;
    }
}
