using System.Linq;
using BpfSharp.Compiler.Ir;
using BpfSharp.Frontend.Lowering;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace BpfSharp.Frontend.Operations;

/// <summary>
/// What Roslyn has no operations for and leaves as <see cref="OperationKind.None"/>: <c>*p</c>, <c>p[i]</c>, <c>p->X</c>, <c>stackalloc</c>, <c>fixed</c>.
/// The children are operations; only which of these it is stands in the syntax.
/// </summary>
internal static class Unmodelled
{
    public static bool HasAddress(IOperation operation) => IsIndirection(operation) || IsElement(operation);

    public static IrValue? Lower(MethodLowering method, IOperation operation)
    {
        if (HasAddress(operation))
            return method.LoadFrom(Address(method, operation), operation.Type!, operation);
        IOperation[] children = operation.ChildOperations.ToArray();
        if (operation.Syntax is StackAllocArrayCreationExpressionSyntax or ImplicitStackAllocArrayCreationExpressionSyntax)
            return StackMemory.Allocate(method, operation, children);
        // 'fixed': nothing moves here, so that the pinned pointer is the pointer.
        if (children.Length == 1 && operation.Type is IPointerTypeSymbol && SymbolEqualityComparer.Default.Equals(children[0].Type, operation.Type))
            return method.Value(children[0]);
        if (children.Length == 1 && operation.Type is IPointerTypeSymbol && SpanMembers.ElementType(children[0].Type!) is not null)
            return Pinned(method, children[0], operation);
        return method.Refuse("BPF1016", operation, "this use of memory");
    }

    public static IrValue Address(MethodLowering method, IOperation operation)
    {
        if (!HasAddress(operation))
        {
            // Half-typed code: Roslyn gives a name that is no place, such as a type's, the same form.
            method.Report("BPF1016", operation, "this use of memory");
            return method.Emit.Slot(IrType.Ptr, "");
        }

        IOperation[] children = operation.ChildOperations.ToArray();
        IrValue pointer = method.Value(children[0]);
        if (!IsElement(operation))
            return pointer;
        IrValue index = method.Value(children[1]);
        IrType memory = method.MemoryType(children[1].Type!, children[1]);
        return method.Emit.Element(method.SourceType(operation.Type!, operation), pointer, Pointers.Count(method.Emit, index, memory));
    }

    // A pinned span is its first element, or null where it has none.
    private static IrValue Pinned(MethodLowering method, IOperation span, IOperation at)
    {
        IrBuilder emit = method.Emit;
        IrValue value = method.Value(span);
        IrValue reference = SpanMembers.Reference(method, value, span.Type!, at);
        var after = new IrBlock();
        var none = new IrBlock();
        var some = new IrBlock();
        var result = new IrParameter(IrType.Ptr);
        after.Parameters.Add(result);
        emit.BranchIf(emit.Compare(IrOp.Eq, SpanMembers.Length(method, value, span.Type!, at), IrConstant.I32(0)), none, some);
        emit.Start(none);
        emit.Branch(after, IrConstant.Null());
        emit.Start(some);
        emit.Branch(after, reference);
        emit.Start(after);
        return result;
    }

    private static bool IsIndirection(IOperation operation) =>
        operation.ChildOperations.Count == 1 && operation.ChildOperations.First().Type is IPointerTypeSymbol pointer
        && SymbolEqualityComparer.Default.Equals(pointer.PointedAtType, operation.Type);

    private static bool IsElement(IOperation operation) =>
        operation.Syntax is ElementAccessExpressionSyntax && operation.ChildOperations.Count == 2 && operation.ChildOperations.First().Type is IPointerTypeSymbol;
}
