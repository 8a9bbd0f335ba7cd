using System;
using System.Collections.Generic;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Safety;

namespace BpfSharp.Compiler.Passes.Slots;

/// <summary>
/// A local that helpers only read (a key passed by <c>in</c>) is copied to memory of its own for the call, where the local is otherwise used as a value:
/// so a loop's counter that is also a key stays a value.
/// </summary>
internal static class ReadArguments
{
    public static bool Run(CompilationContext context, IrFunction function)
    {
        if (!function.Blocks.Exists(static b => b.Instructions.Exists(static i => i.Op == IrOp.Slot)))
            return false;
        Dictionary<IrValue, Usage> usages = Collect(context, function);
        var slots = new List<IrInstruction>();
        foreach (IrBlock block in function.Blocks)
        {
            for (int i = 0; i < block.Instructions.Count; i++)
            {
                IrInstruction call = block.Instructions[i];
                if (call.Op != IrOp.Helper)
                    continue;
                foreach (MemoryAccess access in MemoryAccess.Of(call, context))
                {
                    PointerParts parts = PointerParts.Of(access.Pointer);
                    if (!IsReadArgument(access) || !usages.TryGetValue(parts.Base, out Usage? usage) || usage.Escapes || !usage.Loads)
                        continue;
                    var slot = new IrInstruction(IrOp.Slot, IrType.Ptr) { Symbol = ((IrInstruction)parts.Base).Symbol, Immediate = access.Size, Span = call.Span };
                    slots.Add(slot);
                    block.Instructions.Insert(i++, new IrInstruction(IrOp.Copy, IrType.Void, slot, access.Pointer) { Immediate = access.Size, Span = call.Span });
                    call.Operands[access.Operand] = slot;
                }
            }
        }

        function.Entry.Instructions.InsertRange(0, slots);
        return slots.Count != 0;
    }

    private static bool IsReadArgument(MemoryAccess access) => access.Argument is not (null or IrHelperArgument.ReadWriteMemory) && !access.IsWrite && access.Size > 0;

    private static Dictionary<IrValue, Usage> Collect(CompilationContext context, IrFunction function)
    {
        var usages = new Dictionary<IrValue, Usage>();
        foreach (IrBlock block in function.Blocks)
        {
            foreach (IrInstruction instruction in block.Instructions)
            {
                if (instruction.Op == IrOp.Slot)
                    usages.Add(instruction, new Usage());
            }
        }

        foreach (IrBlock block in function.Blocks)
        {
            foreach (IrInstruction instruction in block.Instructions)
                Note(instruction, context, usages);
        }

        return usages;
    }

    private static void Note(IrInstruction instruction, CompilationContext context, Dictionary<IrValue, Usage> usages)
    {
        MemoryAccess[]? accesses = null;
        for (int i = 0; i < instruction.Operands.Count; i++)
        {
            if (Find(usages, instruction.Operands[i]) is not { } usage)
                continue;
            accesses ??= instruction.Op == IrOp.Helper ? MemoryAccess.Of(instruction, context) : Array.Empty<MemoryAccess>();
            if (Array.Exists(accesses, a => a.Operand == i && IsReadArgument(a)))
                continue;
            bool access = (i == 0 && instruction.Op is IrOp.Load or IrOp.Store or IrOp.Zero) || instruction.Op == IrOp.Copy;
            bool step = instruction.Op == IrOp.PtrAdd && instruction.Operands[1] is IrConstant;
            usage.Escapes |= !access && !step;
            usage.Loads |= instruction.Op == IrOp.Load || (instruction.Op == IrOp.Copy && i == 1);
        }

        foreach (IrTarget target in instruction.Targets)
        {
            foreach (IrValue argument in target.Arguments)
            {
                if (Find(usages, argument) is { } usage)
                    usage.Escapes = true;
            }
        }
    }

    private static Usage? Find(Dictionary<IrValue, Usage> usages, IrValue pointer) =>
        pointer.Type == IrType.Ptr && PointerParts.Of(pointer).Base is IrInstruction { Op: IrOp.Slot } slot && usages.TryGetValue(slot, out Usage? usage) ? usage : null;

    private sealed class Usage
    {
        public bool Escapes { get; set; }

        public bool Loads { get; set; }
    }
}
