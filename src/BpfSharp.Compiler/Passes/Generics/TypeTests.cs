using System;
using System.Collections.Generic;
using System.Linq;
using BpfSharp.Compiler.Ir;

namespace BpfSharp.Compiler.Passes.Generics;

/// <summary>
/// What a type argument is decides branches before anything else is closed: the way that is not for this type may read memory as another type than it is, and call what this type has not got.
/// </summary>
internal static class TypeTests
{
    public static void Decide(IrFunction function, IReadOnlyList<IrType> arguments) =>
        Decide(function, IrOp.TypeIs, test => test.TypeArgument!.Substitute(arguments) == test.CallArguments[0].Substitute(arguments));

    /// <summary>Likewise what the program's kind is: the way that is not for it calls helpers that it has not got.</summary>
    public static void DecideContext(IrFunction function, string kind) => Decide(function, IrOp.CtxIs, test => test.Symbol == kind);

    private static void Decide(IrFunction function, IrOp op, Func<IrInstruction, bool> answer)
    {
        var answers = new ValueMap();
        foreach (IrBlock block in function.Blocks)
        {
            foreach (IrInstruction test in block.Instructions)
            {
                if (test.Op == op)
                    answers.Replace(test, IrConstant.I32(answer(test) ? 1 : 0));
            }
        }

        if (answers.Count == 0)
            return;
        foreach (IrBlock block in function.Blocks)
            block.Instructions.RemoveAll(answers.Replaces);
        answers.Apply(function);
        foreach (IrInstruction branch in function.Blocks.Select(static b => b.Terminator).Where(static t => t is { Op: IrOp.BrIf, Operands: [IrConstant] }))
        {
            branch.Targets.RemoveAt(((IrConstant)branch.Operands[0]).Value != 0 ? 1 : 0);
            branch.Operands.Clear();
            branch.Op = IrOp.Br;
        }

        UnreachableBlocks.Remove(function);
    }
}
