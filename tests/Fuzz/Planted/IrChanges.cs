using System;
using System.Collections.Generic;
using System.Linq;
using BpfSharp.Compiler.Ir;

namespace BpfSharp.Fuzz.Planted;

/// <summary>Single changes of a function's meaning: at the last place where they can be made.</summary>
internal static class IrChanges
{
    public static Func<IrFunction, bool> Op(IrOp from, IrOp to, Func<IrInstruction, bool>? where = null) => Change(i => i.Op == from && (where is null || where(i)), i => i.Op = to);

    public static Func<IrFunction, bool> Swapped(IrOp op) => Change(
        i => i.Op == op && !IrConstant.Same(i.Operands[0], i.Operands[1]), static i => (i.Operands[0], i.Operands[1]) = (i.Operands[1], i.Operands[0]));

    public static Func<IrFunction, bool> Change(Func<IrInstruction, bool> where, Action<IrInstruction> change) => function =>
    {
        if (All(function).LastOrDefault(where) is not { } found)
            return false;
        change(found);
        return true;
    };

    public static Func<IrFunction, bool> Removed(Func<IrInstruction, bool> where) => function =>
    {
        foreach (IrBlock block in function.Blocks.AsEnumerable().Reverse())
        {
            if (block.Instructions.FindLastIndex(i => where(i)) is var at and >= 0)
            {
                block.Instructions.RemoveAt(at);
                return true;
            }
        }

        return false;
    };

    /// <summary>An instruction moves behind the next one, where that doesn't use it.</summary>
    public static Func<IrFunction, bool> Exchanged(Func<IrInstruction, bool> first, Func<IrInstruction, bool> second) => function =>
    {
        foreach (List<IrInstruction> list in function.Blocks.Select(static b => b.Instructions))
        {
            int a = list.FindLastIndex(i => first(i));
            int b = a < 0 ? -1 : list.FindIndex(a + 1, i => second(i));
            if (b < 0 || list.GetRange(a + 1, b - a).Exists(i => i.Operands.Contains(list[a])))
                continue;
            list.Insert(b + 1, list[a]);
            list.RemoveAt(a);
            return true;
        }

        return false;
    };

    /// <summary>A second read of shared memory is taken for the first, although there is a write between.</summary>
    public static bool MergeReads(IrFunction function)
    {
        foreach (List<IrInstruction> list in function.Blocks.Select(static b => b.Instructions))
        {
            for (int i = list.Count - 1; i > 0; i--)
            {
                IrInstruction second = list[i];
                int first = second.Op != IrOp.Load ? -1 : list.FindIndex(j => j.Op == IrOp.Load && j.TypeArgument == second.TypeArgument && IsSamePlace(j.Operands[0], second.Operands[0]));
                if (first < 0 || first >= i || !list.GetRange(first, i - first).Exists(static j => j.Op is IrOp.Store or IrOp.Helper))
                    continue;
                IrInstruction value = list[first];
                foreach (IrInstruction user in All(function))
                    Replace(user, second, value);
                list.RemoveAt(i);
                return true;
            }
        }

        return false;
    }

    private static bool IsSamePlace(IrValue a, IrValue b) =>
        a == b || (a is IrInstruction { Op: IrOp.GlobalAddr } x && b is IrInstruction { Op: IrOp.GlobalAddr } y && x.Symbol == y.Symbol);

    private static void Replace(IrInstruction user, IrValue from, IrValue to)
    {
        for (int i = 0; i < user.Operands.Count; i++)
            user.Operands[i] = user.Operands[i] == from ? to : user.Operands[i];
        foreach (IrTarget target in user.Targets)
        {
            for (int i = 0; i < target.Arguments.Count; i++)
                target.Arguments[i] = target.Arguments[i] == from ? to : target.Arguments[i];
        }
    }

    public static IEnumerable<IrInstruction> All(IrFunction function) => function.Blocks.SelectMany(static b => b.Instructions);
}
