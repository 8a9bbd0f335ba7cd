using BpfSharp.Compiler.Ir;
using BpfSharp.Frontend.Lowering;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace BpfSharp.Frontend.Operations;

/// <summary>Conditions as branches: a negation swaps the targets, a pattern branches by itself.</summary>
internal static class BranchConditions
{
    public static void Lower(MethodLowering method, IOperation condition, IrBlock whenTrue, IrBlock whenFalse)
    {
        int outer = method.Emit.Span;
        method.Emit.Span = method.Module.Spans.Of(condition.Syntax);
        switch (condition)
        {
            case { ConstantValue: { HasValue: true, Value: bool known } } when !MethodLowering.IsPerhapsNegated(condition):
                method.Emit.Branch(known ? whenTrue : whenFalse);
                break;
            case IUnaryOperation { OperatorKind: UnaryOperatorKind.Not, OperatorMethod: null, IsLifted: false } not:
                Lower(method, not.Operand, whenFalse, whenTrue);
                break;
            case IIsPatternOperation pattern:
                Patterns.Branch(method, pattern, whenTrue, whenFalse);
                break;
            default:
                method.Emit.BranchIf(method.Value(condition), whenTrue, whenFalse);
                break;
        }

        method.Emit.Span = outer;
    }
}
