using System;
using System.Collections.Generic;
using System.Linq;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Passes;
using BpfSharp.Compiler.Passes.Subprograms;

namespace BpfSharp.Compiler.Safety;

/// <summary>Bytes that an instruction reads or writes through one of its operands.</summary>
/// <param name="Operand">Which operand is the pointer.</param>
/// <param name="Size">Bytes; 0 where only the kernel knows (a helper's fixed structure).</param>
internal readonly record struct MemoryAccess(IrInstruction Instruction, int Operand, int Size, bool IsWrite, IrHelperArgument? Argument)
{
    public IrValue Pointer => Instruction.Operands[Operand];

    /// <summary>All accesses of an instruction, in the order of its operands.</summary>
    public static MemoryAccess[] Of(IrInstruction instruction, CompilationContext context)
    {
        switch (instruction.Op)
        {
            case IrOp.Load:
                return new[] { new MemoryAccess(instruction, 0, instruction.TypeArgument!.PrimitiveSize, false, null) };
            case IrOp.Store or IrOp.Atomic:
                return new[] { new MemoryAccess(instruction, 0, instruction.TypeArgument!.PrimitiveSize, true, null) };
            case IrOp.Zero:
                return new[] { new MemoryAccess(instruction, 0, instruction.Immediate, true, null) };
            case IrOp.Copy:
                return new[] { new MemoryAccess(instruction, 0, instruction.Immediate, true, null), new MemoryAccess(instruction, 1, instruction.Immediate, false, null) };
            case IrOp.CallSubprogram:
                return OfSubprogram(instruction, context).ToArray();
            case IrOp.Helper:
                return OfHelper(instruction, context).Concat(OfCallback(instruction, context)).ToArray();
            default:
                return Array.Empty<MemoryAccess>();
        }
    }

    private static IEnumerable<MemoryAccess> OfSubprogram(IrInstruction call, CompilationContext context)
    {
        for (int i = 0; i < call.Operands.Count; i++)
        {
            if (SubprogramCalls.BytesBehind(context, call, i) is not (> 0 and var bytes))
                continue;
            yield return new MemoryAccess(call, i, bytes, false, null);
            yield return new MemoryAccess(call, i, bytes, true, null);
        }
    }

    private static IEnumerable<MemoryAccess> OfHelper(IrInstruction call, CompilationContext context)
    {
        IrHelper helper = context.Module.Helpers[call.Symbol!];
        List<IrHelperArgument> kinds = helper.Arguments;
        IrMap? map = MapOf(call, context);
        for (int i = 0; i < kinds.Count && i < call.Operands.Count; i++)
        {
            switch (kinds[i])
            {
                case IrHelperArgument.ReadMemory or IrHelperArgument.ReadMemoryOrPacket or IrHelperArgument.WriteMemory or IrHelperArgument.ReadWriteMemory:
                    bool sized = i + 1 < kinds.Count && kinds[i + 1] == IrHelperArgument.Size;
                    if (sized && helper.MayBeEmpty.Contains(i) && call.Operands[i + 1] is IrConstant { Value: 0 })
                        break;
                    if (!helper.FixedSizes.TryGetValue(i, out int size))
                        size = sized && call.Operands[i + 1] is IrConstant { Value: >= 0 and <= int.MaxValue } constant ? (int)constant.Value : 0;
                    if (kinds[i] != IrHelperArgument.WriteMemory)
                        yield return new MemoryAccess(call, i, size, false, kinds[i]);
                    if (kinds[i] is IrHelperArgument.WriteMemory or IrHelperArgument.ReadWriteMemory)
                        yield return new MemoryAccess(call, i, size, true, kinds[i]);
                    break;
                case IrHelperArgument.Dynptr or IrHelperArgument.DynptrOut:
                    if (kinds[i] == IrHelperArgument.Dynptr)
                        yield return new MemoryAccess(call, i, DynptrSlots.Bytes, false, kinds[i]);
                    yield return new MemoryAccess(call, i, DynptrSlots.Bytes, true, kinds[i]);
                    break;
                case IrHelperArgument.MapKey:
                    yield return new MemoryAccess(call, i, map is null ? 0 : SizeOf(map.Key, context), false, kinds[i]);
                    break;
                case IrHelperArgument.MapValue or IrHelperArgument.MapValueOut:
                    yield return new MemoryAccess(call, i, map is null ? 0 : SizeOf(map.Value, context), kinds[i] == IrHelperArgument.MapValueOut, kinds[i]);
                    break;
            }
        }
    }

    /// <summary>The operand of a helper call that is a map; null where there is none.</summary>
    public static IrValue? MapOperand(IrInstruction call, CompilationContext context)
    {
        int index = call.Op == IrOp.Helper ? context.Module.Helpers[call.Symbol!].Arguments.IndexOf(IrHelperArgument.Map) : -1;
        return index < 0 || index >= call.Operands.Count ? null : call.Operands[index];
    }

    private static IEnumerable<MemoryAccess> OfCallback(IrInstruction call, CompilationContext context)
    {
        if (!Callbacks.Has(call))
            yield break;
        for (int i = context.Module.Helpers[call.Symbol!].Arguments.Count; i < call.Operands.Count; i++)
        {
            if (Callbacks.BytesBehind(context, call, i) is not (> 0 and var bytes))
                continue;
            yield return new MemoryAccess(call, i, bytes, false, null);
            yield return new MemoryAccess(call, i, bytes, true, null);
        }
    }

    /// <summary>The map that a helper call names; null where it names none, or not one that is known here.</summary>
    public static IrMap? MapOf(IrInstruction call, CompilationContext context) => MapOperand(call, context) is { } operand ? MapAt(operand, context) : null;

    /// <summary>The map that a pointer leads to; null where it is none, or not known.</summary>
    public static IrMap? MapAt(IrValue pointer, CompilationContext context) => pointer switch
    {
        IrInstruction { Op: IrOp.MapAddr } address => context.Module.Maps.Find(m => m.Name == address.Symbol),
        IrInstruction { Op: IrOp.Helper } lookup when ReturnsMap(lookup, context) => MapOf(lookup, context)?.Inner,
        IrParameter parameter when context.MapParameters.TryGetValue(parameter, out IrMap? map) => map,
        _ => null,
    };

    private static bool ReturnsMap(IrInstruction call, CompilationContext context) =>
        (context.Module.Helpers[call.Symbol!].Effects & IrHelperEffects.ReturnsMap) != 0;

    private static int SizeOf(IrType type, CompilationContext context) => type.Kind == IrTypeKind.Void ? 0 : context.Layouts.SizeOf(type);
}
