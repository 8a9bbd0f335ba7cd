using System.Collections.Generic;
using System.Linq;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Ir.Analysis;

namespace BpfSharp.Compiler.Passes.Simplify;

/// <summary>
/// A byte swap whose result is wanted in later blocks only is done there: ways that don't want it are spared it, and it need not be kept over calls beside the number
/// that it was made from, which comparisons look at.
/// </summary>
internal sealed class LateSwaps
{
    private readonly Dominators _dominators;
    private readonly LoopForest _loops;
    private readonly Dictionary<IrInstruction, HashSet<IrBlock>> _users = new();

    private LateSwaps(IrFunction function)
    {
        var flow = new ControlFlow(function);
        _dominators = new Dominators(flow);
        _loops = new LoopForest(flow, _dominators);
        foreach (IrBlock block in flow.ReversePostorder)
        {
            foreach (IrInstruction instruction in block.Instructions)
            {
                foreach (IrValue value in instruction.Operands.Concat(instruction.Targets.SelectMany(static t => t.Arguments)))
                {
                    if (value is IrInstruction swap && IsSwap(swap))
                        UsersOf(swap).Add(block);
                }
            }
        }
    }

    public static bool Run(IrFunction function)
    {
        if (!function.Blocks.Any(static b => b.Instructions.Exists(IsSwap)))
            return false;
        var pass = new LateSwaps(function);
        bool changed = false;
        foreach (IrBlock block in function.Blocks)
        {
            // From the last to the first: what one swap waits for may be another.
            for (int i = block.Instructions.Count - 1; i >= 0; i--)
                changed |= IsSwap(block.Instructions[i]) && pass.Move(block, block.Instructions[i]);
        }

        return changed;
    }

    private static bool IsSwap(IrInstruction instruction) => instruction.Op is IrOp.Bswap16 or IrOp.Bswap32 or IrOp.Bswap64;

    private HashSet<IrBlock> UsersOf(IrInstruction swap)
    {
        if (!_users.TryGetValue(swap, out HashSet<IrBlock>? blocks))
            _users.Add(swap, blocks = new HashSet<IrBlock>());
        return blocks;
    }

    private bool Move(IrBlock from, IrInstruction swap)
    {
        HashSet<IrBlock> users = UsersOf(swap);
        IrBlock? to = users.FirstOrDefault();
        while (to is not null && !users.All(user => _dominators.Dominates(to, user)))
            to = _dominators.Parent(to);
        if (to is null || to == from || _loops.Innermost(to) != _loops.Innermost(from))
            return false;
        from.Instructions.Remove(swap);
        int first = to.Instructions.FindIndex(i => i.Operands.Contains(swap));
        to.Instructions.Insert(first >= 0 ? first : to.Instructions.Count - 1, swap);
        if (swap.Operands[0] is IrInstruction operand && IsSwap(operand))
            UsersOf(operand).Add(to);
        return true;
    }
}
