using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace BpfSharp.Frontend.Lowering;

/// <summary>What C# made of a method's source: the operations as written, and the control-flow graph of them.</summary>
internal sealed record SourceBody(IOperation Root, ControlFlowGraph Graph)
{
    private IReadOnlyList<IOperation>? _operations;
    private CaptureUses? _captures;

    /// <summary>The root and all below it, each before its parts: several look through them.</summary>
    public IReadOnlyList<IOperation> Operations => _operations ??= OperationTree.Flatten(Root);

    /// <summary>Of a method that returns no reference.</summary>
    public CaptureUses Captures => _captures ??= new CaptureUses(Graph, returnsByRef: false);
}

/// <summary>Finds bodies in the source of one compilation.</summary>
internal sealed class SourceBodies
{
    private readonly Compilation _compilation;
    private readonly CancellationToken _cancellation;
    private readonly Dictionary<IMethodSymbol, SourceBody?> _bodies = new(SymbolEqualityComparer.Default);
    private readonly Dictionary<SyntaxTree, SemanticModel> _models = new();

    public SourceBodies(Compilation compilation, CancellationToken cancellation)
    {
        _compilation = compilation;
        _cancellation = cancellation;
    }

    /// <summary>Null for methods of other assemblies and for those that the compiler makes.</summary>
    public SourceBody? Find(IMethodSymbol method)
    {
        if (!_bodies.TryGetValue(method, out SourceBody? body))
        {
            body = method.MethodKind switch
            {
                MethodKind.LocalFunction => FindLocalFunction(method),
                MethodKind.AnonymousFunction => FindLambda(method),
                _ => FindMember(method),
            };
            _bodies.Add(method, body);
        }

        return body;
    }

    /// <summary>The model of a file. It keeps what it has bound: another one would bind a whole body anew for a question about a part of it.</summary>
    public SemanticModel ModelOf(SyntaxTree tree)
    {
        if (!_models.TryGetValue(tree, out SemanticModel? model))
            _models.Add(tree, model = _compilation.GetSemanticModel(tree));
        return model;
    }

    private SourceBody? FindMember(IMethodSymbol method)
    {
        if (!SymbolEqualityComparer.Default.Equals(method.ContainingAssembly, _compilation.Assembly))
            return null;
        foreach (SyntaxReference reference in method.DeclaringSyntaxReferences)
        {
            SyntaxNode syntax = reference.GetSyntax(_cancellation);
            if (ModelOf(syntax.SyntaxTree).GetOperation(syntax, _cancellation) is { } root && Graph(root) is { } graph)
                return new SourceBody(root, graph);
        }

        return null;
    }

    private SourceBody? FindLocalFunction(IMethodSymbol method)
    {
        if (method.ContainingSymbol is not IMethodSymbol around || Find(around) is not { } outer || !outer.Graph.LocalFunctions.Contains(method))
            return null;
        ILocalFunctionOperation? root = outer.Operations.OfType<ILocalFunctionOperation>()
            .FirstOrDefault(f => SymbolEqualityComparer.Default.Equals(f.Symbol, method));
        return root is null ? null : new SourceBody(root, outer.Graph.GetLocalFunctionControlFlowGraph(method, _cancellation));
    }

    private SourceBody? FindLambda(IMethodSymbol lambda)
    {
        if (lambda.ContainingSymbol is not IMethodSymbol around || Find(around) is not { } outer)
            return null;
        IFlowAnonymousFunctionOperation? inGraph = outer.Graph.Blocks
            .SelectMany(static b => b.BranchValue is { } value ? b.Operations.Append(value) : b.Operations)
            .SelectMany(static o => o.DescendantsAndSelf())
            .OfType<IFlowAnonymousFunctionOperation>()
            .FirstOrDefault(f => SymbolEqualityComparer.Default.Equals(f.Symbol, lambda));
        IAnonymousFunctionOperation? root = outer.Operations.OfType<IAnonymousFunctionOperation>()
            .FirstOrDefault(f => SymbolEqualityComparer.Default.Equals(f.Symbol, lambda));
        return inGraph is null || root is null ? null : new SourceBody(root, outer.Graph.GetAnonymousFunctionControlFlowGraph(inGraph, _cancellation));
    }

    private ControlFlowGraph? Graph(IOperation root) => root switch
    {
        IMethodBodyOperation { BlockBody: null, ExpressionBody: null } => null,
        IMethodBodyOperation body => ControlFlowGraph.Create(body, _cancellation),
        IConstructorBodyOperation body => ControlFlowGraph.Create(body, _cancellation),
        IBlockOperation { Parent: null } block => ControlFlowGraph.Create(block, _cancellation),
        _ => null,
    };
}
