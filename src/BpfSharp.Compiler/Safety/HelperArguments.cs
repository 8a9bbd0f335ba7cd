using System.Collections.Generic;
using System.Linq;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Passes;

namespace BpfSharp.Compiler.Safety;

/// <summary>Arguments that the kernel takes from the stack or a map but not from the packet are copied to the stack before the call.</summary>
internal static class HelperArguments
{
    public static bool Run(CompilationContext context, IrFunction function)
    {
        var provenance = new Provenance(function, context.Module.Helpers);
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
                    // What a callback captures is not the helper's own.
                    if (access.Argument is null || provenance.KindOf(access.Pointer) != PointerKind.Packet)
                        continue;
                    if (access.IsWrite)
                        context.Report("BPF3070", call.Span, call.Symbol!);
                    else if (access.Argument is IrHelperArgument.ReadMemory)
                        i += CopyToStack(context, access, block, i, slots);
                    else if (access is { Argument: IrHelperArgument.ReadMemoryOrPacket, Size: 0 })
                        context.Report("BPF3010", call.Span, call.Symbol!);
                }
            }
        }

        function.Entry.Instructions.InsertRange(0, slots);
        return slots.Count != 0;
    }

    private static int CopyToStack(CompilationContext context, MemoryAccess access, IrBlock block, int index, List<IrInstruction> slots)
    {
        IrInstruction call = access.Instruction;
        if (access.Size is 0 or > StackLimit.Bytes)
        {
            context.Report("BPF3010", call.Span, call.Symbol!);
            return 0;
        }

        var slot = new IrInstruction(IrOp.Slot, IrType.Ptr) { Symbol = call.Symbol, Immediate = access.Size, Span = call.Span };
        slots.Add(slot);
        block.Instructions.Insert(index, new IrInstruction(IrOp.Copy, IrType.Void, slot, access.Pointer) { Immediate = access.Size, Span = call.Span });
        call.Operands[access.Operand] = slot;
        return 1;
    }
}
