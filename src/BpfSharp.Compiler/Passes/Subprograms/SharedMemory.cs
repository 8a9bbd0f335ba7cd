using System;
using System.Collections.Generic;
using System.Linq;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Safety;

namespace BpfSharp.Compiler.Passes.Subprograms;

/// <summary>
/// What one call of a callback leaves in its caller's locals the next one reads. The verifier (from 6.8 on) walks a callback until nothing new comes of it, and
/// would count along with a counter of known start for ever: so it is not to know the numbers that come out of such memory.
/// </summary>
internal static class SharedMemory
{
    // An odd number: times a few unknown bits it is a number with no bounds.
    private const long Spread = unchecked((long)0x9e3779b97f4a7c15);

    public static void Hide(CompilationContext context, IrFunction callback)
    {
        var provenance = new Provenance(callback, context.Module.Helpers);
        var map = new ValueMap();
        var prologue = new List<IrInstruction>();
        IrValue? noise = null;
        IrInstruction? low = null;
        foreach (IrBlock block in callback.Blocks)
        {
            foreach (IrInstruction load in block.Instructions.Where(i => IsShared(i, provenance)).ToList())
            {
                noise ??= Noise(context, callback, prologue);
                IrValue unknown = load.Type == IrType.I32 ? low ??= Add(prologue, new IrInstruction(IrOp.Trunc, IrType.I32, noise)) : noise;
                // The use in itself is not to be replaced: the operand is set behind.
                var hidden = new IrInstruction(IrOp.Opaque, load.Type, IrConstant.Null(), unknown) { Span = load.Span };
                map.Replace(load, hidden);
                block.Instructions.Insert(block.Instructions.IndexOf(load) + 1, hidden);
            }
        }

        if (noise is null)
            return;
        Dictionary<IrInstruction, IrInstruction> loads = callback.Blocks.SelectMany(static b => b.Instructions).Where(map.Replaces).ToDictionary(l => (IrInstruction)map.Resolve(l));
        map.Apply(callback);
        foreach (KeyValuePair<IrInstruction, IrInstruction> hidden in loads)
            hidden.Key.Operands[0] = hidden.Value;
        callback.Entry.Instructions.InsertRange(0, prologue);
    }

    private static bool IsShared(IrInstruction instruction, Provenance provenance) =>
        instruction.Op == IrOp.Load && instruction.Type != IrType.Ptr && provenance.KindOf(instruction.Operands[0]) == PointerKind.Stack
        && provenance.Origins(instruction.Operands[0]).Exists(static o => o is IrInstruction { Op: IrOp.Captured });

    // The number of the round, or bytes of an entry's key: the verifier knows neither.
    private static IrValue Noise(CompilationContext context, IrFunction callback, List<IrInstruction> prologue)
    {
        IrParameter first = callback.Entry.Parameters[0];
        if (first.Type == IrType.I64)
            return first;
        // Of a record it knows neither, but the bytes are for helpers.
        if (callback.Parameters[0].Pointee == IrPointee.Record)
            return Add(prologue, new IrInstruction(IrOp.Helper, IrType.I64) { Symbol = RandomHelper.Declare(context) });
        IrParameterInfo key = callback.Parameters[1];
        var bits = new IrInstruction(IrOp.Load, IrType.I32, callback.Entry.Parameters[1]) { TypeArgument = Math.Min(key.Bytes, 4) switch { 1 => IrType.U8, 2 or 3 => IrType.U16, _ => IrType.U32 } };
        prologue.Add(bits);
        IrInstruction wide = Add(prologue, new IrInstruction(IrOp.ZExt, IrType.I64, bits));
        return Add(prologue, new IrInstruction(IrOp.Mul, IrType.I64, wide, IrConstant.I64(Spread)));
    }

    private static IrInstruction Add(List<IrInstruction> output, IrInstruction instruction)
    {
        output.Add(instruction);
        return instruction;
    }
}
