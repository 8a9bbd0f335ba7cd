using System.Collections.Generic;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace BpfSharp.Frontend.Lowering;

/// <summary>How the flow captures of a graph are used: the graph says "capture" both for a value and for a variable that is assigned later.</summary>
internal sealed class CaptureUses
{
    private readonly Dictionary<CaptureId, int> _captures = new();
    private readonly HashSet<CaptureId> _variables = new();
    private readonly HashSet<CaptureId> _assigned = new();
    private readonly HashSet<CaptureId> _readBeforeWrite = new();
    private readonly HashSet<CaptureId> _matched = new();
    private readonly HashSet<CaptureId> _compared = new();

    public CaptureUses(ControlFlowGraph graph, bool returnsByRef)
    {
        var tree = new OperationTree();
        foreach (BasicBlock block in graph.Blocks)
        {
            tree.Operations.Clear();
            tree.Add(block);
            foreach (IOperation operation in tree.Operations)
                Look(operation, returnsByRef && operation == block.BranchValue && block.FallThroughSuccessor?.Semantics == ControlFlowBranchSemantics.Return);
        }
    }

    /// <summary>Captured at more than one place: the value must lie in memory where the paths meet.</summary>
    public bool IsMerged(CaptureId id) => _captures.TryGetValue(id, out int count) && count > 1;

    /// <summary>Some use needs the variable itself, not its value.</summary>
    public bool NeedsVariable(CaptureId id) => _variables.Contains(id);

    /// <summary>Some use assigns to it.</summary>
    public bool IsAssigned(CaptureId id) => _assigned.Contains(id);

    /// <summary>Target of a compound assignment: C# reads it before it evaluates the right side, that is, where it is captured.</summary>
    public bool IsReadFirst(CaptureId id) => _readBeforeWrite.Contains(id);

    /// <summary>The value of a 'switch': patterns look at it.</summary>
    public bool IsMatched(CaptureId id) => _matched.Contains(id);

    /// <summary>An element of a compared tuple, on whose right side the graph branches.</summary>
    public bool IsCompared(CaptureId id) => _compared.Contains(id);

    private void Look(IOperation operation, bool returnedByRef)
    {
        switch (operation)
        {
            case IFlowCaptureOperation capture:
                _captures[capture.Id] = _captures.TryGetValue(capture.Id, out int count) ? count + 1 : 1;
                break;
            case IFlowCaptureReferenceOperation reference:
                if (returnedByRef || UsesVariable(reference))
                    _variables.Add(reference.Id);
                if (IsAssigned(reference))
                    _assigned.Add(reference.Id);
                if (reference.Parent is ICompoundAssignmentOperation compound && compound.Target == reference)
                    _readBeforeWrite.Add(reference.Id);
                if (reference.Parent is IIsPatternOperation pattern && pattern.Value == reference)
                    _matched.Add(reference.Id);
                if (IsElementOfComparison(reference))
                    _compared.Add(reference.Id);
                break;
        }
    }

    private static bool IsAssigned(IFlowCaptureReferenceOperation reference) => reference.Parent switch
    {
        IAssignmentOperation assignment => assignment.Target == reference,
        IIncrementOrDecrementOperation => true,
        ITupleOperation tuple => IsTarget(tuple),
        _ => false,
    };

    private static bool UsesVariable(IFlowCaptureReferenceOperation reference) => IsAssigned(reference) || reference.Parent switch
    {
        ISimpleAssignmentOperation assignment => assignment.IsRef,
        IArgumentOperation { Parameter.RefKind: not RefKind.None } => true,
        IAddressOfOperation => true,
        IMemberReferenceOperation member => member.Instance == reference,
        IInvocationOperation invocation => invocation.Instance == reference,
        IInlineArrayAccessOperation access => access.Instance == reference,
        _ => false,
    };

    private static bool IsElementOfComparison(IOperation element)
    {
        while (element.Parent is ITupleOperation or IConversionOperation { Type.IsTupleType: true })
            element = element.Parent;
        return element.Parent is ITupleBinaryOperation;
    }

    // Left of '=' a tuple holds variables, right of it values.
    private static bool IsTarget(IOperation tuple)
    {
        while (tuple.Parent is ITupleOperation or IDeclarationExpressionOperation)
            tuple = tuple.Parent;
        return tuple.Parent is IDeconstructionAssignmentOperation assignment && assignment.Target == tuple;
    }
}
