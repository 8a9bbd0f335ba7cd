using System.Collections.Generic;
using System.Linq;
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
        Dictionary<IrValue, Usage> usages = Collect(context, function);
        var slots = new List<IrInstruction>();
        foreach (IrBlock block in function.Blocks)
        {
            for (int i = 0; i < block.Instructions.Count; i++)
            {
                IrInstruction call = block.Instructions[i];
                if (call.Op != IrOp.Helper)
                    continue;
                foreach (MemoryAccess access in MemoryAccess.Of(call, context).ToList())
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
        List<IrInstruction> instructions = function.Blocks.SelectMany(static b => b.Instructions).ToList();
        foreach (IrInstruction slot in instructions.Where(static i => i.Op == IrOp.Slot))
            usages.Add(slot, new Usage());
        foreach (IrInstruction instruction in instructions)
        {
            HashSet<int> read = new(MemoryAccess.Of(instruction, context).Where(IsReadArgument).Select(static a => a.Operand));
            for (int i = 0; i < instruction.Operands.Count; i++)
            {
                PointerParts parts = PointerParts.Of(instruction.Operands[i]);
                if (!usages.TryGetValue(parts.Base, out Usage? usage) || read.Contains(i))
                    continue;
                bool access = (i == 0 && instruction.Op is IrOp.Load or IrOp.Store or IrOp.Zero) || instruction.Op == IrOp.Copy;
                bool step = instruction.Op == IrOp.PtrAdd && instruction.Operands[1] is IrConstant;
                usage.Escapes |= !access && !step;
                usage.Loads |= instruction.Op == IrOp.Load || (instruction.Op == IrOp.Copy && i == 1);
            }

            foreach (IrValue argument in instruction.Targets.SelectMany(static t => t.Arguments))
            {
                if (usages.TryGetValue(PointerParts.Of(argument).Base, out Usage? usage))
                    usage.Escapes = true;
            }
        }

        return usages;
    }

    private sealed class Usage
    {
        public bool Escapes { get; set; }

        public bool Loads { get; set; }
    }
}
