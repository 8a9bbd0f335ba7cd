using System.Linq;
using BpfSharp.Frontend.Types;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace BpfSharp.Frontend.Lowering;

/// <summary>The finally regions that C# makes for 'foreach': over a span they dispose of nothing.</summary>
internal static class Finally
{
    public static bool IsInside(BasicBlock block)
    {
        for (ControlFlowRegion? region = block.EnclosingRegion; region is not null; region = region.EnclosingRegion)
        {
            if (region.Kind == ControlFlowRegionKind.Finally)
                return true;
        }

        return false;
    }

    /// <summary>Refuses a branch that has to run code on its way.</summary>
    public static void Check(MethodLowering method, ControlFlowGraph graph, ControlFlowBranch branch, IOperation? at)
    {
        foreach (ControlFlowRegion region in branch.FinallyRegions)
        {
            for (int ordinal = region.FirstBlockOrdinal; ordinal <= region.LastBlockOrdinal; ordinal++)
            {
                IOperation? code = graph.Blocks[ordinal].Operations.FirstOrDefault(static o => !DisposesOfNothing(o));
                if (code is not null)
                    method.Report("BPF1012", at ?? code, "'Dispose' at the end of 'foreach'");
            }
        }
    }

    private static bool DisposesOfNothing(IOperation operation) =>
        operation is IInvocationOperation { TargetMethod.Name: "Dispose", Instance.Type: { } type }
        && (MetadataNames.Is(type, KnownDefinitions.SpanEnumerator) || MetadataNames.Is(type, KnownDefinitions.ReadOnlySpanEnumerator));
}
