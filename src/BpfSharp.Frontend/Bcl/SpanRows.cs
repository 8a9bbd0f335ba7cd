using System.Collections.Generic;
using BpfSharp.Compiler.Ir;
using BpfSharp.Frontend.Lowering;
using BpfSharp.Frontend.Operations;
using BpfSharp.Frontend.Types;
using Microsoft.CodeAnalysis;

namespace BpfSharp.Frontend.Bcl;

/// <summary><c>Span&lt;T&gt;</c>, <c>ReadOnlySpan&lt;T&gt;</c> and their enumerators.</summary>
internal static class SpanRows
{
    public static IEnumerable<KeyValuePair<string, BclHandler>> All
    {
        get
        {
            foreach (string name in new[] { "System.Span`1", "System.ReadOnlySpan`1" })
            {
                yield return new($"M:{name}.get_Length", static (m, c) => SpanMembers.Length(m, c.Receiver!, c.Method.ContainingType, c.At));
                yield return new($"M:{name}.get_IsEmpty", static (m, c) => m.Emit.Compare(IrOp.Eq, SpanMembers.Length(m, c.Receiver!, c.Method.ContainingType, c.At), IrConstant.I32(0)));
                yield return new($"M:{name}.get_Item(System.Int32)", Item);
                yield return new($"M:{name}.get_Empty", static (m, c) => SpanMembers.Make(m, c.Method.ContainingType, IrConstant.Null(), IrConstant.I32(0), c.At));
                yield return new($"M:{name}.Slice(System.Int32)", SliceFrom);
                yield return new($"M:{name}.Slice(System.Int32,System.Int32)", Slice);
                yield return new($"M:{name}.GetPinnableReference", static (m, c) => SpanMembers.Reference(m, c.Receiver!, c.Method.ContainingType, c.At));
                yield return new($"M:{name}.GetEnumerator", GetEnumerator);
                yield return new($"M:{name}.Enumerator.MoveNext", MoveNext);
                yield return new($"M:{name}.Enumerator.get_Current", Current);
            }

            yield return new("M:System.Span`1.#ctor(`0@)", static (m, c) => SpanMembers.Make(m, c.Method.ContainingType, c[0], IrConstant.I32(1), c.At));
            yield return new("M:System.ReadOnlySpan`1.#ctor(`0@)", static (m, c) => SpanMembers.Make(m, c.Method.ContainingType, c[0], IrConstant.I32(1), c.At));
            yield return new("M:System.Span`1.op_Implicit(System.Span{`0})~System.ReadOnlySpan{`0}", static (m, c) => c[0]);
        }
    }

    private static IrValue? Item(MethodLowering method, BclCall call)
    {
        IrValue length = SpanMembers.Length(method, call.Receiver!, call.Method.ContainingType, call.At);
        method.Emit.Guard(FaultKind.IndexOutOfRange, method.Emit.Compare(IrOp.LtU, call[0], length));
        return Element(method, call, SpanMembers.Reference(method, call.Receiver!, call.Method.ContainingType, call.At), call[0]);
    }

    private static IrValue? SliceFrom(MethodLowering method, BclCall call)
    {
        ITypeSymbol type = call.Method.ContainingType;
        IrValue length = SpanMembers.Length(method, call.Receiver!, type, call.At);
        method.Emit.Guard(FaultKind.IndexOutOfRange, method.Emit.Compare(IrOp.LeU, call[0], length));
        IrValue start = Element(method, call, SpanMembers.Reference(method, call.Receiver!, type, call.At), call[0]);
        return SpanMembers.Make(method, type, start, method.Emit.Binary(IrOp.Sub, length, call[0]), call.At);
    }

    // start <= length and count <= length - start, both without signs, as the BCL tests it.
    private static IrValue? Slice(MethodLowering method, BclCall call)
    {
        ITypeSymbol type = call.Method.ContainingType;
        IrValue length = SpanMembers.Length(method, call.Receiver!, type, call.At);
        method.Emit.Guard(FaultKind.IndexOutOfRange, method.Emit.Compare(IrOp.LeU, call[0], length));
        IrValue rest = method.Emit.Binary(IrOp.Sub, length, call[0]);
        method.Emit.Guard(FaultKind.IndexOutOfRange, method.Emit.Compare(IrOp.LeU, call[1], rest));
        IrValue start = Element(method, call, SpanMembers.Reference(method, call.Receiver!, type, call.At), call[0]);
        return SpanMembers.Make(method, type, start, call[1], call.At);
    }

    private static IrValue? GetEnumerator(MethodLowering method, BclCall call)
    {
        ITypeSymbol span = call.Method.ContainingType;
        IrValue reference = SpanMembers.Reference(method, call.Receiver!, span, call.At);
        IrValue length = SpanMembers.Length(method, call.Receiver!, span, call.At);
        IrValue enumerator = SpanMembers.Make(method, call.Method.ReturnType, reference, length, call.At);
        method.Emit.Store(IrType.I32, Index(method, enumerator, call.Method.ReturnType, call.At), IrConstant.I32(-1));
        return enumerator;
    }

    // The index goes up only while it stays inside; nobody looks at it once a foreach is over.
    private static IrValue? MoveNext(MethodLowering method, BclCall call)
    {
        IrBuilder emit = method.Emit;
        ITypeSymbol type = call.Method.ContainingType;
        IrValue slot = Index(method, call.Receiver!, type, call.At);
        IrValue next = emit.Binary(IrOp.Add, emit.Load(IrType.I32, slot), IrConstant.I32(1));
        IrValue inside = emit.Compare(IrOp.LtS, next, SpanMembers.Length(method, call.Receiver!, type, call.At));
        if (call.At.IsImplicit)
        {
            emit.Store(IrType.I32, slot, next);
            return inside;
        }

        var advance = new IrBlock();
        var after = new IrBlock();
        emit.BranchIf(inside, advance, after);
        emit.Start(advance);
        emit.Store(IrType.I32, slot, next);
        emit.Branch(after);
        emit.Start(after);
        return inside;
    }

    private static IrValue? Current(MethodLowering method, BclCall call)
    {
        ITypeSymbol type = call.Method.ContainingType;
        IrValue index = method.Emit.Load(IrType.I32, Index(method, call.Receiver!, type, call.At));
        // In a foreach, MoveNext has just said that the index is inside.
        if (!call.At.IsImplicit)
        {
            IrValue length = SpanMembers.Length(method, call.Receiver!, type, call.At);
            method.Emit.Guard(FaultKind.IndexOutOfRange, method.Emit.Compare(IrOp.LtU, index, length));
        }

        return Element(method, call, SpanMembers.Reference(method, call.Receiver!, type, call.At), index);
    }

    private static IrValue Index(MethodLowering method, IrValue enumerator, ITypeSymbol type, IOperation at) =>
        SpanMembers.Field(method, enumerator, type, KnownDefinitions.Position, at);

    private static IrValue Element(MethodLowering method, BclCall call, IrValue reference, IrValue index)
    {
        INamedTypeSymbol type = call.Method.ContainingType;
        ITypeSymbol element = type.TypeArguments.Length == 1 ? type.TypeArguments[0] : type.ContainingType.TypeArguments[0];
        return method.Emit.Element(method.SourceType(element, call.At), reference, index);
    }
}
