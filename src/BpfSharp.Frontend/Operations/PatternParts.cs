using System;
using System.Collections.Generic;
using System.Linq;
using BpfSharp.Compiler.Ir;
using BpfSharp.Frontend.Lowering;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace BpfSharp.Frontend.Operations;

/// <summary>The inputs of patterns inside of patterns: members, elements, slices, what Deconstruct gives. Null where there can be none.</summary>
internal sealed class PatternParts
{
    private readonly MethodLowering _method;
    private readonly PatternEvaluations _seen;

    public PatternParts(MethodLowering method, PatternEvaluations seen)
    {
        _method = method;
        _seen = seen;
    }

    public PatternInput? Member(IOperation member, PatternInput input)
    {
        if (!IsLookedInto(input.Type))
            return null;
        string path = input.Path + "." + (member as IMemberReferenceOperation)?.Member.Name;
        switch (member)
        {
            case IFieldReferenceOperation { Field: { IsStatic: false, RefKind: RefKind.None } field }:
                return new PatternInput(_method.LoadFrom(Fields.Of(_method, input.Value, field, member), field.Type, member), field.Type, path);
            case IPropertyReferenceOperation { Property: { IsStatic: false } property, Arguments.IsEmpty: true }:
                return Property(property, Array.Empty<IrValue>(), input, path, member);
            default:
                return null;
        }
    }

    public IReadOnlyList<PatternInput>? Deconstruct(IRecursivePatternOperation pattern, PatternInput input)
    {
        int count = pattern.DeconstructionSubpatterns.Length;
        if (input.Type is INamedTypeSymbol { IsTupleType: true } tuple)
        {
            return tuple.TupleElements.Length == count ? Enumerable.Range(0, count).Select(TupleElement).ToList() : null;

            PatternInput TupleElement(int i)
            {
                ITypeSymbol type = Tuples.ElementType(tuple, i);
                return new PatternInput(_method.LoadFrom(Tuples.Element(_method, input.Value, tuple, i, pattern), type, pattern), type, input.Path + "." + i);
            }
        }

        if (pattern.DeconstructSymbol is not IMethodSymbol deconstruct || !IsLookedInto(input.Type))
            return null;
        IReadOnlyList<IParameterSymbol> outputs = DeconstructCalls.Outputs(deconstruct);
        if (outputs.Count != count)
            return null;
        CheckReadOnly(deconstruct, pattern);
        IReadOnlyList<IrValue> slots = _seen.Once(
            input.Path + "()" + deconstruct.OriginalDefinition.ToDisplayString(), outputs.Select(o => _method.SourceType(o.Type, pattern)), into => DeconstructCalls.Emit(_method, deconstruct, Address(input, pattern), input.Type!, into, pattern));
        return outputs.Select((o, i) => new PatternInput(_method.LoadFrom(slots[i], o.Type, pattern), o.Type, input.Path + "()" + i)).ToList();
    }

    public IrValue? Length(IListPatternOperation pattern, PatternInput input) => pattern.LengthSymbol is IPropertySymbol { Type.SpecialType: SpecialType.System_Int32 } length && IsLookedInto(input.Type)
        ? Property(length, Array.Empty<IrValue>(), input, input.Path + "." + length.Name, pattern)?.Value
        : null;

    /// <summary>An element, or the slice.</summary>
    public PatternInput? Element(IListPatternOperation list, int index, PatternInput input, IrValue length)
    {
        int count = list.Patterns.Length;
        int slice = ListShape.SliceOf(list);
        if (index == slice)
            return Slice((ISlicePatternOperation)list.Patterns[index], input, index, count - 1, length);
        bool fromEnd = slice >= 0 && index > slice;
        if (list.IndexerSymbol is not IPropertySymbol { Parameters: [{ Type.SpecialType: SpecialType.System_Int32 }] } indexer)
            return null;
        IrValue position = fromEnd ? _method.Emit.Binary(IrOp.Sub, length, IrConstant.I32(count - index)) : IrConstant.I32(index);
        string path = input.Path + (fromEnd ? "[^" + (count - index) : "[" + index) + "]";
        return Property(indexer, new[] { position }, input, path, list.Patterns[index]);
    }

    private PatternInput? Slice(ISlicePatternOperation pattern, PatternInput input, int start, int others, IrValue length)
    {
        if (pattern.SliceSymbol is not IMethodSymbol { Parameters.Length: 2 } slice)
            return null;
        IReadOnlyList<IrValue> slots = _seen.Once(input.Path + "[" + start + ".." + others + "]", new[] { _method.SourceType(slice.ReturnType, pattern) }, into =>
        {
            IrValue rest = _method.Emit.Binary(IrOp.Sub, length, IrConstant.I32(others));
            var arguments = new IrValue[] { IrConstant.I32(start), rest };
            IrValue? value = Bcl.BclTable.Find(slice) is { } known
                ? known(_method, new Bcl.BclCall(slice, Address(input, pattern), arguments, pattern))
                : Calls.Emit(_method, slice, Address(input, pattern), arguments, pattern);
            if (value is not null)
                _method.StoreTo(into[0], value, slice.ReturnType, pattern);
        });
        return new PatternInput(_method.LoadFrom(slots[0], slice.ReturnType, pattern), slice.ReturnType, input.Path + "[" + start + ".." + others + "]");
    }

    private PatternInput? Property(IPropertySymbol property, IReadOnlyList<IrValue> arguments, PatternInput input, string path, IOperation at)
    {
        if (property.GetMethod is null && PropertyAccess.BackingField(property) is null)
            return null;
        if (RepeatableReads.Is(_method.Module, property))
            return Read() is { } value ? new PatternInput(value, property.Type, path) : null;
        CheckReadOnly(property.GetMethod!, at);
        IReadOnlyList<IrValue> slots = _seen.Once(path, new[] { _method.SourceType(property.Type, at) }, into =>
        {
            if (Read() is { } once)
                _method.StoreTo(into[0], once, property.Type, at);
        });
        return new PatternInput(_method.LoadFrom(slots[0], property.Type, at), property.Type, path);

        IrValue? Read() => PropertyAccess.ReadOf(_method, property, Address(input, at), arguments, at, input.Type);
    }

    // Of a local C# looks at the local itself or at a copy, and remembers what it has read: that can be told apart only where looking changes something.
    private void CheckReadOnly(IMethodSymbol member, IOperation at)
    {
        if (ChangingMembers.MayChange(_method.Module, member))
            _method.Report("BPF1065", at, member.AssociatedSymbol?.Name ?? member.Name);
    }

    private IrValue Address(PatternInput input, IOperation at) => _method.Materialize(input.Value, input.Type!, at);

    private static bool IsLookedInto(ITypeSymbol? type) => type is { IsValueType: true } or { TypeKind: TypeKind.TypeParameter };
}
