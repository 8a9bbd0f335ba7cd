using System;
using System.Collections.Generic;
using System.Linq;
using BpfSharp.Compiler.Ir;
using BpfSharp.Frontend.Operations;
using BpfSharp.Frontend.Types;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace BpfSharp.Frontend.Lowering;

/// <summary>One method on its way to IR: what the handlers of operations work with.</summary>
/// <remarks>A value is an SSA value where its type is a primitive, and a pointer to where it lies where it is an aggregate; such a pointer is used before anything else runs.</remarks>
internal sealed class MethodLowering
{
    // What has more is not written for BPF: the first ones say so.
    private const int MaxReports = 10;

    private int _reports;

    public MethodLowering(ModuleLowering module, IMethodSymbol method, IrBuilder emit)
    {
        Module = module;
        Method = method;
        Emit = emit;
        Locals = new LocalTable(this);
    }

    public ModuleLowering Module { get; }

    public TypeTable Types => Module.Types;

    /// <summary>The method being lowered (original definition).</summary>
    public IMethodSymbol Method { get; }

    public IrBuilder Emit { get; }

    public LocalTable Locals { get; }

    /// <summary>Set for each graph: a constructor's field initialisers have graphs of their own.</summary>
    public CaptureTable Captures { get; set; } = null!;

    /// <summary>Where <c>this</c> is: address of the struct, or the reference of a context or map.</summary>
    public IrValue? This { get; set; }

    /// <summary>Where an aggregate result goes.</summary>
    public IrValue? ResultPointer { get; set; }

    /// <summary>The property whose initialiser is lowered: it writes to the field, also where 'set' has code.</summary>
    public IPropertySymbol? Initialised { get; set; }

    /// <summary>Functions that helpers are given, each with the values that it captures.</summary>
    public Dictionary<IrValue, IReadOnlyList<IrValue>> Callbacks { get; } = new();

    /// <summary>Memory for texts of traces, by type and number in the trace: each trace is done with it when it ends, which the layout of the stack can't tell.</summary>
    public Dictionary<(IrType Type, int Number), IrValue> TraceTexts { get; } = new();

    /// <summary>True while operations are lowered that may run more than once in a call.</summary>
    public bool IsInLoop { get; set; }

    public IrValue Value(IOperation operation)
    {
        if (Captures.Late.End(operation) is { } late)
            return LateTake.IsPart(operation) ? late : LoadFrom(late, operation.Type!, operation);
        Captures.Late.Before(operation);
        int outer = Emit.Span;
        Emit.Span = Module.Spans.Of(operation.Syntax);
        IrValue value = ValueAtSpan(operation);
        Emit.Span = outer;
        Captures.Late.Behind(operation);
        return value;
    }

    /// <summary>True where a constant may be of another operation: Roslyn's graph hands <c>!(a || b)</c> on under the name, and with the constant, of <c>a || b</c>.</summary>
    public static bool IsPerhapsNegated(IOperation operation) =>
        operation is IFlowCaptureReferenceOperation or IUnaryOperation { OperatorKind: UnaryOperatorKind.Not, IsImplicit: true } && operation.Type?.SpecialType == SpecialType.System_Boolean;

    /// <summary>Evaluates to memory that nothing else refers to yet.</summary>
    public void Into(IOperation operation, IrValue destination)
    {
        if (operation.Type is not { } type || !IsAggregate(type))
        {
            StoreTo(destination, Value(operation), operation.Type!, operation);
            return;
        }

        Captures.Late.Before(operation);
        int outer = Emit.Span;
        Emit.Span = Module.Spans.Of(operation.Syntax);
        if (Captures.Late.End(operation) is { } late)
            Emit.Copy(SourceType(type, operation), destination, late);
        else if (!Aggregates.TryInto(this, operation, destination))
            Emit.Copy(SourceType(type, operation), destination, Value(operation));
        Emit.Span = outer;
        Captures.Late.Behind(operation);
    }

    /// <summary>Address of a variable, or of a temporary that holds the value.</summary>
    public IrValue Address(IOperation operation)
    {
        if (operation is IDiscardOperation)
            return Temporary(operation.Type!, operation);
        Captures.Late.Before(operation);
        int outer = Emit.Span;
        Emit.Span = Module.Spans.Of(operation.Syntax);
        IrValue address = Places.IsVariable(operation) && Places.Of(this, operation) is AddressPlace place
            ? place.Address
            : Materialize(Value(operation), operation.Type!, operation);
        Emit.Span = outer;
        Captures.Late.Behind(operation);
        return address;
    }

    /// <summary>A temporary's address for a value; an aggregate already lies somewhere.</summary>
    public IrValue Materialize(IrValue value, ITypeSymbol type, IOperation at) => IsAggregate(type) ? value : CopyToTemporary(value, type, at);

    public IrValue CopyToTemporary(IrValue value, ITypeSymbol type, IOperation at)
    {
        IrValue slot = Temporary(type, at);
        StoreTo(slot, value, type, at);
        return slot;
    }

    public IrValue Temporary(ITypeSymbol type, IOperation at) => Emit.Slot(SourceType(type, at), "");

    public IrValue LoadFrom(IrValue address, ITypeSymbol type, IOperation at)
    {
        IrType memory = MemoryType(type, at);
        return memory.IsPrimitive ? Emit.Load(memory, address) : address;
    }

    /// <summary>What lies at an address now: a scalar loaded, an aggregate copied.</summary>
    public IrValue CopyFrom(IrValue address, ITypeSymbol type, IOperation at) => IsAggregate(type) ? CopyToTemporary(address, type, at) : LoadFrom(address, type, at);

    public void StoreTo(IrValue address, IrValue value, ITypeSymbol type, IOperation at)
    {
        IrType memory = MemoryType(type, at);
        if (memory.IsPrimitive)
            Emit.Store(memory, address, value);
        else
            Emit.Copy(memory, address, value);
    }

    public bool IsAggregate(ITypeSymbol type) => Types.Memory(type) is { IsPrimitive: false };

    /// <summary>The type of a load or store; a diagnostic and a stand-in where programs can't have it.</summary>
    public IrType MemoryType(ITypeSymbol type, IOperation at)
    {
        if (Types.Memory(type) is { } mapped)
            return mapped;
        RefuseType(type, at);
        return IrType.I32;
    }

    public IrType SourceType(ITypeSymbol type, IOperation at)
    {
        if (Types.Source(type) is { } mapped)
            return mapped;
        RefuseType(type, at);
        return IrType.I32;
    }

    /// <summary>Stands for the value of what was refused, so that lowering goes on to the next diagnostic.</summary>
    public IrValue Poison(ITypeSymbol? type)
    {
        IrType? memory = type is null ? null : Types.Memory(type);
        if (memory is { IsPrimitive: false })
            return Emit.Slot(memory, "");
        return new IrConstant(memory?.ValueType ?? IrType.I32, 0);
    }

    public IrValue Refuse(string rule, IOperation at, params string[] arguments)
    {
        Report(rule, at, arguments);
        return Poison(at.Type);
    }

    public void Report(string rule, IOperation at, params string[] arguments)
    {
        if (_reports++ < MaxReports)
            Module.Diagnostics.Report(rule, Module.Spans.Of(at.Syntax), arguments);
        else
            Module.Diagnostics.Hush();
    }

    public void RefuseType(ITypeSymbol type, IOperation at)
    {
        if (TypeRules.IsError(type))
            Module.MarkIncomplete();
        else if (TypeRules.Refusal(type) is { } refusal)
            Report(refusal.Rule, at, refusal.Arguments);
    }

    private IrValue ValueAtSpan(IOperation operation)
    {
        Module.Cancellation.ThrowIfCancellationRequested();
        if (!IsPerhapsNegated(operation) && Literals.Constant(this, operation) is { } constant)
            return constant;
        if (operation.Type is { SpecialType: not SpecialType.System_Void } type && Types.Memory(type) is null)
        {
            // A map or context passes as its base class, which need not be marked itself.
            if (Conversions.OpaqueOperand(operation) is { } reference)
                return Value(reference);

            if (TypeRules.IsError(type))
                Module.MarkIncomplete();
            else
                TypeRules.Report(this, operation, type);
            return IrConstant.I32(0);
        }

        OperationRow row = OperationTable.Of(operation.Kind);
        if (row.Fate == OperationFate.Lowered)
            return row.Handler!(this, operation) ?? Poison(operation.Type);
        return OperationTable.Refuse(this, operation, row);
    }
}
