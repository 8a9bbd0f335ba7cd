using System.Collections.Generic;
using System.Linq;
using BpfSharp.Compiler.Ir;
using BpfSharp.Frontend.Operations;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace BpfSharp.Frontend.Lowering;

/// <summary>What a struct's constructor does before its own code: fields that it leaves out are zero, and field initialisers run.</summary>
internal static class Constructors
{
    public static void Prepare(MethodLowering method, SourceBody source)
    {
        if (source.Root is IConstructorBodyOperation { Initializer: not null } || method.This is null)
            return;
        Prepare(method);
    }

    public static void Prepare(MethodLowering method)
    {
        INamedTypeSymbol type = method.Method.ContainingType;
        if (method.Types.Source(type) is not { } mapped || method.This is not { } self)
            return;
        method.Emit.Zero(mapped, self);
        foreach (ISymbol member in type.GetMembers().Where(static m => !m.IsStatic && m is IFieldSymbol or IPropertySymbol))
        {
            foreach (SyntaxReference reference in member.DeclaringSyntaxReferences)
                RunInitializer(method, reference.GetSyntax(method.Module.Cancellation));
        }
    }

    private static void RunInitializer(MethodLowering method, SyntaxNode declaration)
    {
        SyntaxNode? initializer = declaration switch
        {
            VariableDeclaratorSyntax { Initializer: { } value } => value,
            PropertyDeclarationSyntax { Initializer: { } value } => value,
            _ => null,
        };
        if (initializer is null)
            return;
        IOperation? root = method.Module.Bodies.ModelOf(initializer.SyntaxTree).GetOperation(initializer, method.Module.Cancellation);
        ControlFlowGraph? graph = root switch
        {
            IFieldInitializerOperation field => ControlFlowGraph.Create(field, method.Module.Cancellation),
            IPropertyInitializerOperation property => ControlFlowGraph.Create(property, method.Module.Cancellation),
            _ => null,
        };
        List<IOperation> operations = root is null ? new() : OperationTree.Flatten(root);
        if (graph is null || SubsetCheck.HasErrors(operations))
        {
            method.Module.MarkIncomplete();
            return;
        }

        var after = new IrBlock();
        method.Initialised = (root as IPropertyInitializerOperation)?.InitializedProperties.FirstOrDefault();
        GraphLowering.Run(method, graph, operations, new CaptureUses(graph, method.Method.RefKind != RefKind.None), after);
        method.Initialised = null;
        method.Emit.Start(after);
    }
}
