using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Ir.Analysis;

namespace BpfSharp.Compiler.Safety;

/// <summary>Sizes that are passed to helpers: the verifier wants to see a smallest one of 1, or 0 where the helper takes none, and a largest one within the memory.</summary>
internal static class ArgumentSizes
{
    /// <summary>The largest size passed for the memory argument, where both bounds are seen; null otherwise.</summary>
    public static long? Largest(IrHelper helper, IrInstruction call, int memory, ConditionalRanges ranges)
    {
        if (memory + 1 >= helper.Arguments.Count || helper.Arguments[memory + 1] != IrHelperArgument.Size)
            return 0;
        ValueRange range = ranges.Get(call.Operands[memory + 1], call);
        int least = helper.MayBeEmpty.Contains(memory) ? 0 : 1;
        return range.SMin >= least && range.SMax <= int.MaxValue ? range.SMax : null;
    }
}
