using System.Collections.Generic;
using System.Linq;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Verifier;

namespace BpfSharp.Compiler.CodeGen.Selection;

/// <summary>
/// Locals that are the key of an array where ways with different constants meet. The verifier (<c>get_constant_map_key</c>, 6.14 on) takes a constant in the lower half of a word of the
/// frame for one that matters, and walks what comes behind the lookup once for each.
/// </summary>
internal static class MergedKeys
{
    public static HashSet<IrInstruction> Find(IrFunction function, IrModule module)
    {
        var keys = new HashSet<IrInstruction>();
        foreach (IrBlock block in function.Blocks)
        {
            foreach (IrInstruction call in block.Instructions)
            {
                int key = call.Op == IrOp.Helper ? module.Helpers[call.Symbol!].Arguments.IndexOf(IrHelperArgument.MapKey) : -1;
                if (key > 0 && call.Operands[key] is IrInstruction { Op: IrOp.Slot, Immediate: sizeof(int) } slot && call.Operands[0] is IrInstruction { Op: IrOp.MapAddr } map && HasIndexes(module, map.Symbol!))
                    keys.Add(slot);
            }
        }

        if (keys.Count == 0)
            return keys;
        ILookup<IrValue, IrValue> stored = function.Blocks.SelectMany(static b => b.Instructions).Where(static i => i.Op == IrOp.Store).ToLookup(static i => i.Operands[0], static i => i.Operands[1]);
        keys.RemoveWhere(k => Constants(function, stored[k]).Distinct().Take(2).Count() < 2);
        return keys;
    }

    private static bool HasIndexes(IrModule module, string name) => module.Maps.Find(m => m.Name == name)?.MapType is VerifierMap.Array or VerifierMap.PerCpuArray;

    private static IEnumerable<long> Constants(IrFunction function, IEnumerable<IrValue> values)
    {
        var seen = new HashSet<IrValue>();
        var pending = new Stack<IrValue>(values);
        while (pending.Count != 0)
        {
            IrValue value = pending.Pop();
            if (value is IrConstant constant)
                yield return constant.Value;
            else if (!seen.Add(value))
                continue;
            else if (value is IrInstruction { Op: IrOp.ZExt or IrOp.Trunc } same)
                pending.Push(same.Operands[0]);
            else if (value is IrParameter parameter)
                Arguments(function, parameter).ForEach(pending.Push);
        }
    }

    private static List<IrValue> Arguments(IrFunction function, IrParameter parameter) =>
        function.Blocks.SelectMany(static b => b.Successors).Where(t => t.Block.Parameters.Contains(parameter)).Select(t => t.Arguments[t.Block.Parameters.IndexOf(parameter)]).ToList();
}
