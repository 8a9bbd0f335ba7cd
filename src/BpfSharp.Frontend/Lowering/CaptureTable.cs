using System;
using System.Collections.Generic;
using BpfSharp.Compiler.Ir;
using BpfSharp.Frontend.Operations;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace BpfSharp.Frontend.Lowering;

/// <summary>The control-flow graph's temporaries. A capture is a value, a copy in memory, or a variable (traps: flow captures may be lvalues).</summary>
internal sealed class CaptureTable
{
    private readonly MethodLowering _method;
    private readonly CaptureUses _uses;
    private readonly HashSet<SyntaxNode> _clonedByWith;
    private readonly Dictionary<CaptureId, IrValue> _values = new();
    private readonly Dictionary<CaptureId, Place> _places = new();
    private readonly Dictionary<CaptureId, IrValue> _firstReads = new();
    private readonly Dictionary<CaptureId, IrValue> _slots = new();
    private readonly HashSet<CaptureId> _addresses = new();
    private readonly Dictionary<CaptureId, IOperation> _variables = new();
    private readonly Dictionary<CaptureId, PatternEvaluations> _evaluations = new();
    private readonly Dictionary<CaptureId, ComparedElement> _compared = new();
    private readonly Dictionary<CaptureId, IOperation> _late = new();

    public CaptureTable(MethodLowering method, CaptureUses uses, HashSet<SyntaxNode> clonedByWith)
    {
        _method = method;
        _uses = uses;
        _clonedByWith = clonedByWith;
        Late = new LateElements(method);
    }

    public LateElements Late { get; }

    public void Capture(IFlowCaptureOperation capture)
    {
        IOperation value = capture.Value;
        ITypeSymbol? type = value.Type;
        if (type is null || type.SpecialType == SpecialType.System_Void)
        {
            _method.Value(value);
            return;
        }

        // A property that gives a value is a variable only for an assignment; so is what '??' and '?.' look at, as C# reads it once.
        bool isValue = (value is IPropertyReferenceOperation { Property.RefKind: RefKind.None } || Nullables.Underlying(type) is not null) && !_uses.IsAssigned(capture.Id);
        bool isVariable = _uses.NeedsVariable(capture.Id) && Places.IsVariable(value) && !isValue && !_clonedByWith.Contains(capture.Syntax)
            && !IsCopied(capture);
        if (isVariable && _uses.IsMerged(capture.Id))
            CaptureMergedAddress(capture.Id, value);
        else if (!_uses.IsMerged(capture.Id) && LateTake.IsPart(value) && LateAddress.Of(_method, value) is { } late)
            Late.Add(capture.Id, late);
        else if (isVariable)
            CaptureVariable(capture.Id, value);
        else if (value is IConversionOperation && _uses.IsCompared(capture.Id) && !_uses.IsMerged(capture.Id))
            _compared[capture.Id] = TupleComparison.Single(_method, value);
        else
            CaptureValue(capture.Id, value, type);
        if (_uses.IsMatched(capture.Id) && !isVariable)
            BeginMatch(capture.Id);
    }

    /// <summary>What patterns have seen of a captured value; null where the capture is a variable, which may change.</summary>
    public PatternEvaluations? Evaluations(CaptureId id) => _evaluations.TryGetValue(id, out PatternEvaluations? evaluations) ? evaluations : null;

    /// <summary>An element of a compared tuple, whose conversions wait for the comparison; null where it was captured as it is.</summary>
    public ComparedElement? Compared(CaptureId id) => _compared.TryGetValue(id, out ComparedElement? element) ? element : null;

    /// <summary>The captured value (scalar) or where it lies (aggregate).</summary>
    public IrValue Value(IFlowCaptureReferenceOperation reference)
    {
        if (_places.TryGetValue(reference.Id, out Place? place))
            return place.Read(_method, reference);
        if (Late.Find(reference.Id) is { } late)
            return new AddressPlace(reference.Type!, late).Read(_method, reference);
        if (_slots.TryGetValue(reference.Id, out IrValue? slot))
            return _method.LoadFrom(_addresses.Contains(reference.Id) ? _method.Emit.Load(IrType.Ptr, slot) : slot, reference.Type!, reference);
        return Compared(reference.Id)?.Value() ?? (_values.TryGetValue(reference.Id, out IrValue? value) ? value : _method.Poison(reference.Type));
    }

    public Place Place(IFlowCaptureReferenceOperation reference)
    {
        if (_late.TryGetValue(reference.Id, out IOperation? variable))
            return Places.Of(_method, variable);
        if (_places.TryGetValue(reference.Id, out Place? place))
            return place;
        if (Late.Find(reference.Id) is { } late)
            return new AddressPlace(reference.Type!, late);
        if (_slots.TryGetValue(reference.Id, out IrValue? slot))
            return new AddressPlace(reference.Type!, _addresses.Contains(reference.Id) ? _method.Emit.Load(IrType.Ptr, slot) : slot);
        return new AddressPlace(reference.Type!, _method.Materialize(Value(reference), reference.Type!, reference));
    }

    /// <summary>What a compound assignment's target held when it was captured; null where it was not captured.</summary>
    public IrValue? FirstRead(IOperation target) =>
        target is IFlowCaptureReferenceOperation reference && _firstReads.TryGetValue(reference.Id, out IrValue? value) ? value : null;

    /// <summary>True where the variable behind a capture is readonly.</summary>
    public bool IsReadOnly(IFlowCaptureReferenceOperation reference, Func<IOperation, bool> isReadOnly) =>
        _variables.TryGetValue(reference.Id, out IOperation? variable) && isReadOnly(variable);

    private void BeginMatch(CaptureId id)
    {
        if (!_evaluations.TryGetValue(id, out PatternEvaluations? evaluations))
        {
            evaluations = new PatternEvaluations(_method);
            _evaluations.Add(id, evaluations);
        }

        evaluations.Begin();
    }

    // 'a ? b : c' and the arms of 'switch' are values, also where a reference to the result is passed ('in'); only 'a ? ref b : ref c' is a variable.
    private bool IsCopied(IFlowCaptureOperation capture)
    {
        SyntaxNode syntax = capture.Value.Syntax;
        while (syntax.Parent is ParenthesizedExpressionSyntax parentheses)
            syntax = parentheses;
        return syntax.Parent is SwitchExpressionArmSyntax || (_uses.IsMerged(capture.Id) && syntax.Parent is not RefExpressionSyntax);
    }

    private void CaptureMergedAddress(CaptureId id, IOperation value)
    {
        if (!_slots.TryGetValue(id, out IrValue? slot))
        {
            slot = _method.Emit.Slot(IrType.Ptr, "");
            _slots.Add(id, slot);
            _addresses.Add(id);
            _variables[id] = value;
        }

        _method.Emit.Store(IrType.Ptr, slot, _method.Address(value));
    }

    private void CaptureVariable(CaptureId id, IOperation value)
    {
        if (!_uses.IsReadFirst(id) && LateAddress.Of(_method, value) is { } late)
        {
            Late.Add(id, late);
            _variables[id] = value;
            return;
        }

        _variables[id] = value;
        if (value is IPropertyReferenceOperation { Property.RefKind: RefKind.None } && Late.Begin(value))
        {
            _late[id] = value;
            return;
        }

        Place place = Places.Of(_method, value);
        _places[id] = place;
        if (!_uses.IsReadFirst(id))
            return;
        IrValue read = place.Read(_method, value);
        _firstReads[id] = _method.IsAggregate(place.Type) ? _method.CopyToTemporary(read, place.Type, value) : read;
    }

    private void CaptureValue(CaptureId id, IOperation value, ITypeSymbol type)
    {
        bool aggregate = _method.IsAggregate(type);
        if (!aggregate && !_uses.IsMerged(id))
        {
            _values[id] = _method.Value(value);
            return;
        }

        if (!_slots.TryGetValue(id, out IrValue? slot))
        {
            slot = _method.Emit.Slot(_method.SourceType(type, value), "");
            _slots.Add(id, slot);
        }

        _method.Into(value, slot);
    }
}
