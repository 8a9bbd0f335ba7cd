using System;
using System.Collections.Generic;
using BpfSharp.Compiler.CodeGen.Machine;
using BpfSharp.Compiler.Ir;
using BpfSharp.Objects.Instructions;

namespace BpfSharp.Compiler.CodeGen.Selection;

/// <summary>Atomic operations; the fetching form only where the old value is wanted.</summary>
internal static class AtomicSelection
{
    private static readonly Dictionary<string, (BpfAtomicOp? Plain, BpfAtomicOp Fetch)> s_operations = new(StringComparer.Ordinal)
    {
        ["add"] = (BpfAtomicOp.Add, BpfAtomicOp.FetchAdd),
        ["and"] = (BpfAtomicOp.And, BpfAtomicOp.FetchAnd),
        ["or"] = (BpfAtomicOp.Or, BpfAtomicOp.FetchOr),
        ["xor"] = (BpfAtomicOp.Xor, BpfAtomicOp.FetchXor),
        ["xchg"] = (null, BpfAtomicOp.Exchange),
        ["cmpxchg"] = (null, BpfAtomicOp.CompareExchange),
    };

    public static void Select(Selector selector, IrInstruction i)
    {
        (BpfAtomicOp? plain, BpfAtomicOp fetch) = s_operations[i.Symbol!];
        bool wanted = selector.IsUsed(i);
        BpfAtomicOp op = wanted || plain is null ? fetch : plain.Value;
        if (op != BpfAtomicOp.Add && !selector.Features.HasAtomicFetch)
            selector.Refuse("BPF3502", i.Span, i.Symbol!, "5.12");

        bool wide = i.TypeArgument!.PrimitiveSize == 8;
        selector.UseAddress(i.Operands[0], out int address, out FrameSlot? slot, out int offset);
        var atomic = new MachineInstruction(op == plain ? MachineOp.Atomic : op == BpfAtomicOp.CompareExchange ? MachineOp.AtomicCompareExchange : MachineOp.AtomicFetch)
        {
            AtomicOp = op,
            Size = BpfSizes.OfBytes(i.TypeArgument.PrimitiveSize),
            Destination = address,
            Slot = slot,
            Offset = offset,
        };
        if (atomic.Op == MachineOp.AtomicFetch)
        {
            atomic.Source = selector.ResultOf(i);
            ArithmeticSelection.Place(selector, atomic.Source, i.Operands[1], wide);
            selector.Emit(atomic);
            return;
        }

        atomic.Source = wide ? selector.Use(i.Operands[1]) : selector.UseLow(i.Operands[1]);
        if (atomic.Op == MachineOp.AtomicCompareExchange)
            ArithmeticSelection.Place(selector, MachineRegisters.Result, i.Operands[2], wide);
        selector.Emit(atomic);
        if (atomic.Op == MachineOp.AtomicCompareExchange && wanted)
            selector.Emit(Make.Move(selector.ResultOf(i), MachineRegisters.Result));
    }
}
