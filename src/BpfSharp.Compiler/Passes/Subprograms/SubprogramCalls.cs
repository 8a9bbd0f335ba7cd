using System.Collections.Generic;
using System.Linq;
using BpfSharp.Compiler.Ir;

namespace BpfSharp.Compiler.Passes.Subprograms;

/// <summary>
/// A call that stays a call gives 64 bits: the result in the low half, in the high half 0 or the number of a fault's site and 1.
/// A fault goes on from where the function was called, as if it had happened there.
/// </summary>
internal static class SubprogramCalls
{
    public const int StatusShift = 32;

    /// <summary>In <see cref="IrInstruction.Immediate"/> of such a call: packet pointers are stale afterwards.</summary>
    public const int ChangesPacket = 1;

    /// <summary>In <see cref="IrInstruction.Immediate"/> likewise: bytes of the packet may be made linear, references stay what they are.</summary>
    public const int MayPull = 2;

    /// <summary>A 64-bit result leaves no room for the status: it is written through a last argument.</summary>
    public static bool HasResultSlot(IrFunction function) => function.ReturnType == IrType.I64;

    public static bool MovesPacket(IrInstruction instruction) => instruction.Op is IrOp.CallSubprogram or IrOp.Helper && (instruction.Immediate & ChangesPacket) != 0;

    /// <summary>True for a function that makes packet pointers stale.</summary>
    public static bool MovesPacket(CompilationContext context, IrFunction function) => function.Blocks.SelectMany(static b => b.Instructions).Any(i =>
        MovesPacket(i) || (i.Op == IrOp.Helper && (context.Module.Helpers[i.Symbol!].Effects & IrHelperEffects.ChangesPacket) != 0));

    /// <summary>True for a call in which bytes of the packet may be made linear.</summary>
    public static bool Pulls(IrInstruction instruction) => instruction.Op is IrOp.CallSubprogram or IrOp.Helper && (instruction.Immediate & MayPull) != 0;

    /// <summary>What a call of the function does to the packet, as <see cref="IrInstruction.Immediate"/> says it.</summary>
    public static int PacketEffects(CompilationContext context, IrFunction function)
    {
        bool checks = function.Blocks.SelectMany(static b => b.Instructions).Any(static i => i.Op == IrOp.PktFits || Pulls(i));
        return (MovesPacket(context, function) ? ChangesPacket : 0) | (checks ? MayPull : 0);
    }

    /// <summary>Instructions that name a function which stays one: calls, and addresses for helpers.</summary>
    public static IEnumerable<IrInstruction> In(IrFunction function) =>
        function.Blocks.SelectMany(static b => b.Instructions).Where(static i => i.Op is IrOp.CallSubprogram or IrOp.FuncAddr);

    /// <summary>Bytes that the function may access through a pointer that it is given; 0 for numbers, contexts and maps.</summary>
    public static int BytesBehind(CompilationContext context, IrInstruction call, int operand)
    {
        IrFunction callee = context.Module.Functions[call.Symbol!];
        if (operand >= callee.Parameters.Count)
            return sizeof(long);
        IrType type = callee.Parameters[operand].SourceType;
        return call.Operands[operand].Type != IrType.Ptr || type == IrType.Ptr ? 0 : context.Layouts.SizeOf(type);
    }

    /// <summary>Replaces a plain call, which ends the block; gives the blocks behind it: the fault's, then the one that goes on.</summary>
    public static IReadOnlyList<IrBlock> Expand(IrFunction caller, IrBlock block, IrFunction callee, int packetEffects, ValueMap results)
    {
        IrInstruction call = block.Instructions[block.Instructions.Count - 1];
        block.Instructions.RemoveAt(block.Instructions.Count - 1);
        IrInstruction kept = Add(block, call.Span, IrOp.CallSubprogram, IrType.I64, call.Operands.ToArray());
        kept.Symbol = callee.Name;
        kept.Immediate = packetEffects;
        var rest = new IrBlock();
        if (HasResultSlot(callee))
        {
            var slot = new IrInstruction(IrOp.Slot, IrType.Ptr) { Immediate = sizeof(long), Span = call.Span };
            caller.Entry.Instructions.Insert(0, slot);
            kept.Operands.Add(slot);
            IrInstruction load = Add(rest, call.Span, IrOp.Load, IrType.I64, slot);
            load.TypeArgument = IrType.I64;
            results.Replace(call, load);
        }
        else if (call.HasResult)
        {
            results.Replace(call, Add(rest, call.Span, IrOp.Trunc, IrType.I32, kept));
        }

        IrInstruction status = Add(block, call.Span, IrOp.ShrU, IrType.I64, kept, IrConstant.I64(StatusShift));
        IrInstruction failed = Add(block, call.Span, IrOp.Ne, IrType.I32, status, IrConstant.I64(0));
        IrInstruction branch = Add(block, call.Span, IrOp.BrIf, IrType.Void, failed);
        var fault = new IrBlock();
        branch.Targets.Add(new IrTarget(fault));
        branch.Targets.Add(new IrTarget(rest));
        Resume(fault, call.Span, status);
        return new[] { fault, rest };
    }

    private static void Resume(IrBlock block, int span, IrValue status)
    {
        IrInstruction number = Add(block, span, IrOp.Trunc, IrType.I32, status);
        IrInstruction site = Add(block, span, IrOp.Add, IrType.I32, number, IrConstant.I32(-1));
        Add(block, span, IrOp.Resume, IrType.Void, site);
    }

    private static IrInstruction Add(IrBlock block, int span, IrOp op, IrType type, params IrValue[] operands)
    {
        var instruction = new IrInstruction(op, type, operands) { Span = span };
        block.Instructions.Add(instruction);
        return instruction;
    }
}
