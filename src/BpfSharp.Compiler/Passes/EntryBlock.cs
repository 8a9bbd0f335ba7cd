using System.Linq;
using BpfSharp.Compiler.Ir;

namespace BpfSharp.Compiler.Passes;

/// <summary>Gives a function an entry that no edge leads back to: passes put slots and hoisted values there.</summary>
internal static class EntryBlock
{
    public static void Isolate(IrFunction function)
    {
        IrBlock old = function.Entry;
        if (!function.Blocks.Any(b => b.Successors.Any(t => t.Block == old)))
            return;
        var entry = new IrBlock();
        foreach (IrParameter parameter in old.Parameters)
            entry.Parameters.Add(new IrParameter(parameter.Type));
        var jump = new IrInstruction(IrOp.Br, IrType.Void);
        jump.Targets.Add(new IrTarget(old, entry.Parameters.ToArray<IrValue>()));
        entry.Instructions.Add(jump);
        function.Blocks.Insert(0, entry);
    }
}
