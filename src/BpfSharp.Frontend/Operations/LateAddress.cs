using System;
using BpfSharp.Compiler.Ir;
using BpfSharp.Frontend.Lowering;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace BpfSharp.Frontend.Operations;

/// <summary>
/// An element of a span that is assigned to or passed by reference, or a part of a span that is passed, where csc makes statements of something behind it (<see cref="Spill"/>): csc computes span and index,
/// then those statements, and only then compares the index with the length, before what is left of the expression.
/// </summary>
internal sealed class LateAddress
{
    private readonly Func<IrValue> _take;
    private readonly SyntaxNode _consumer;
    private readonly IOperation _last;

    private LateAddress(Func<IrValue> take, LateConsumer consumer)
    {
        _take = take;
        _consumer = consumer.Operation.Syntax;
        _last = consumer.Spill.First;
    }

    /// <summary>Evaluates span and index; the result takes the element. Null where csc takes it at once, or nobody can tell.</summary>
    public static LateAddress? Of(MethodLowering method, IOperation target)
    {
        if (!(LateTake.IsElement(target) || LateTake.IsPart(target)) || LateConsumer.Of(method, target) is not { } consumer || !consumer.IsNoticed(method))
            return null;
        if (consumer.IsUncertain(method))
            method.Report("BPF1000", target, "this element left of what C# computes in an order of its own: put the value that comes behind it into a local first");
        return new LateAddress(LateTake.Of(method, target), consumer);
    }

    public IrValue Take() => _take();

    /// <summary>True for what is evaluated behind those statements.</summary>
    public bool IsBefore(IOperation operation)
    {
        SyntaxNode part = operation.Syntax;
        return _consumer.SyntaxTree == part.SyntaxTree && _consumer.Span.Contains(part.Span) && part.Span.Start >= _last.Syntax.Span.End;
    }

    /// <summary>True for what ends those statements.</summary>
    public bool IsBehind(IOperation operation) =>
        operation.Syntax == _last.Syntax && (_last is IConversionOperation ? operation.Parent is null or IArgumentOperation || operation.Parent.Syntax != operation.Syntax : operation is not IConversionOperation);
}
