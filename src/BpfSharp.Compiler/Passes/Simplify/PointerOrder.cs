using System.Linq;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Safety;

namespace BpfSharp.Compiler.Passes.Simplify;

/// <summary>
/// Which of two addresses is lower, where the code says it: steps from one pointer, or memory of two kinds. The order of unrelated memory means nothing
/// in C#; with one answer at build, a copy needs no second version for blocks that overlap.
/// </summary>
internal static class PointerOrder
{
    public static bool Run(CompilationContext context, IrFunction function)
    {
        if (!function.Blocks.Exists(static b => b.Instructions.Exists(IsComparison)))
            return false;
        var comparisons = function.Blocks.SelectMany(static b => b.Instructions).Where(IsComparison).ToList();
        var provenance = new Provenance(function, context.Module.Helpers);
        var known = new ValueMap();
        foreach (IrInstruction comparison in comparisons)
        {
            if (Decide(comparison, provenance) is { } answer)
                known.Replace(comparison, IrConstant.I32(answer ? 1 : 0));
        }

        if (!comparisons.Exists(known.Replaces))
            return false;
        foreach (IrBlock block in function.Blocks)
            block.Instructions.RemoveAll(known.Replaces);
        known.Apply(function);
        return true;
    }

    private static bool IsComparison(IrInstruction instruction) => instruction.Op is IrOp.LtU or IrOp.LeU && instruction.Operands.TrueForAll(static o => o.Type == IrType.Ptr);

    private static bool? Decide(IrInstruction comparison, Provenance provenance)
    {
        PointerParts first = PointerParts.Of(comparison.Operands[0]);
        PointerParts second = PointerParts.Of(comparison.Operands[1]);
        if (first.Base == second.Base)
            return comparison.Op == IrOp.LtU ? first.Offset < second.Offset : first.Offset <= second.Offset;
        return AreApart(first.Base, second.Base, provenance) ? comparison.Op == IrOp.LeU : null;
    }

    private static bool AreApart(IrValue first, IrValue second, Provenance provenance)
    {
        PointerKind a = provenance.KindOf(first);
        PointerKind b = provenance.KindOf(second);
        if (!IsMemory(a) || !IsMemory(b))
            return false;
        if (a != b)
            return true;
        // Two locals, two globals. Two values of maps may be one.
        return a is PointerKind.Stack or PointerKind.Global && !provenance.Origins(first).Exists(o => provenance.Origins(second).Exists(p => IsSame(o, p)));
    }

    private static bool IsMemory(PointerKind kind) => kind is PointerKind.Stack or PointerKind.Packet or PointerKind.MapValue or PointerKind.Global;

    private static bool IsSame(IrValue first, IrValue second) =>
        first == second || (first is IrInstruction { Op: IrOp.GlobalAddr } a && second is IrInstruction { Op: IrOp.GlobalAddr } b && a.Symbol == b.Symbol);
}
