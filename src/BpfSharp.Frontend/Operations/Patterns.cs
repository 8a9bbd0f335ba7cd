using BpfSharp.Compiler.Ir;
using BpfSharp.Frontend.Lowering;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace BpfSharp.Frontend.Operations;

/// <summary><c>is</c> patterns as branches. The cases of a 'switch' are patterns on one captured value.</summary>
internal static class Patterns
{
    public static IrValue? Lower(MethodLowering method, IOperation operation)
    {
        var whenTrue = new IrBlock();
        var whenFalse = new IrBlock();
        var after = new IrBlock();
        var result = new IrParameter(IrType.I32);
        after.Parameters.Add(result);
        Branch(method, (IIsPatternOperation)operation, whenTrue, whenFalse);
        method.Emit.Start(whenTrue);
        method.Emit.Branch(after, IrConstant.I32(1));
        method.Emit.Start(whenFalse);
        method.Emit.Branch(after, IrConstant.I32(0));
        method.Emit.Start(after);
        return result;
    }

    public static void Branch(MethodLowering method, IIsPatternOperation operation, IrBlock whenTrue, IrBlock whenFalse)
    {
        IOperation input = operation.Value;
        int errors = method.Module.Diagnostics.Count;
        IrValue value = method.Value(input);
        if (method.Module.Diagnostics.Count != errors)
        {
            method.Emit.Branch(whenFalse);
            return;
        }

        PatternEvaluations? seen = input is IFlowCaptureReferenceOperation capture ? method.Captures.Evaluations(capture.Id) : null;
        if (seen is null)
        {
            // A pattern looks at one value, however often it looks: not at memory that changes meanwhile.
            if (input.Type is { } type && method.IsAggregate(type))
                value = method.CopyToTemporary(value, type, input);
            seen = new PatternEvaluations(method);
            seen.Begin();
        }

        new PatternMatch(method, seen).Match(operation.Pattern, new PatternInput(value, input.Type, ""), whenTrue, whenFalse);
    }
}
