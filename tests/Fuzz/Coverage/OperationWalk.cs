using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace BpfSharp.Fuzz.Coverage;

/// <summary>Kinds of operations in the bodies of a compilation: in Roslyn's trees, and in the graphs that the front end lowers.</summary>
internal static class OperationWalk
{
    /// <returns>How many kinds there are.</returns>
    public static int AddTo(CoverageLedger ledger, Compilation compilation)
    {
        var found = new HashSet<OperationKind>();
        foreach (SyntaxTree tree in compilation.SyntaxTrees)
        {
            SemanticModel model = compilation.GetSemanticModel(tree);
            foreach (BaseMethodDeclarationSyntax method in tree.GetRoot().DescendantNodes().OfType<BaseMethodDeclarationSyntax>())
            {
                if (model.GetOperation(method) is not { } operation)
                    continue;
                See(operation, found);
                if (operation is IMethodBodyOperation body)
                    See(ControlFlowGraph.Create(body), found);
            }
        }

        lock (ledger)
        {
            foreach (OperationKind kind in found)
                ledger.Operations.Reach(kind.ToString());
        }

        return found.Count;
    }

    private static void See(ControlFlowGraph graph, HashSet<OperationKind> found)
    {
        foreach (BasicBlock block in graph.Blocks)
        {
            foreach (IOperation operation in block.Operations)
                See(operation, found);
            if (block.BranchValue is { } value)
                See(value, found);
        }
    }

    private static void See(IOperation operation, HashSet<OperationKind> found)
    {
        foreach (IOperation inside in operation.DescendantsAndSelf())
            found.Add(inside.Kind);
    }
}
