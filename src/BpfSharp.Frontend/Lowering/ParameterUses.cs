using System.Collections.Generic;
using BpfSharp.Frontend.Lowering.Closures;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace BpfSharp.Frontend.Lowering;

/// <summary>Which parameters a body only reads: those need no memory.</summary>
internal sealed class ParameterUses
{
    private readonly HashSet<IParameterSymbol> _changed = new(SymbolEqualityComparer.Default);
    private readonly HashSet<IParameterSymbol> _reassigned = new(SymbolEqualityComparer.Default);

    private readonly ClosureTable _closures;
    private readonly CaptureUses? _captures;

    public ParameterUses(SourceBody? source, ClosureTable closures)
    {
        _closures = closures;
        if (source is null)
            return;
        _captures = source.Captures;
        var tree = new OperationTree();
        foreach (BasicBlock block in source.Graph.Blocks)
            tree.Add(block);
        foreach (IOperation operation in tree.Operations)
        {
            if (operation is IParameterReferenceOperation reference)
                Look(reference);
        }
    }

    public bool IsOnlyRead(IParameterSymbol parameter) => !_changed.Contains(parameter) && !_closures.NeedsMemory(parameter);

    /// <summary>A by-ref parameter that is made to refer to something else.</summary>
    public bool IsReassigned(IParameterSymbol parameter) => _reassigned.Contains(parameter);

    /// <summary>True where what stands around the parameter only wants its value.</summary>
    public static bool IsRead(IParameterReferenceOperation reference) => reference.Parent switch
    {
        null or IConversionOperation or IBinaryOperation or IUnaryOperation or IIsPatternOperation => true,
        IArgumentOperation argument => argument.Parameter is { RefKind: RefKind.None },
        ISimpleAssignmentOperation assignment => assignment.Value == reference && !assignment.IsRef,
        ICompoundAssignmentOperation compound => compound.Value == reference,
        // A context or map is a pointer: its members don't change the variable.
        IMemberReferenceOperation or IInvocationOperation => reference.Type is { IsReferenceType: true, TypeKind: not TypeKind.TypeParameter },
        _ => false,
    };

    private void Look(IParameterReferenceOperation reference)
    {
        if (!(reference.Parent is IFlowCaptureOperation capture ? !_captures!.NeedsVariable(capture.Id) : IsRead(reference)))
            _changed.Add(reference.Parameter);
        if (reference.Parent is ISimpleAssignmentOperation { IsRef: true } reassignment && reassignment.Target == reference)
            _reassigned.Add(reference.Parameter);
    }
}
