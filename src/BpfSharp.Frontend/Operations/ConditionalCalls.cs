using System;
using System.Collections.Generic;
using System.Linq;
using BpfSharp.Compiler.Ir;
using BpfSharp.Frontend.Lowering;
using BpfSharp.Frontend.Types;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace BpfSharp.Frontend.Operations;

/// <summary>Calls of <c>[Conditional]</c> methods, which are part of a build or not by its symbols; and <c>Debug.Assert</c>, which is a fault where it is.</summary>
internal static class ConditionalCalls
{
    public static bool IsOmitted(IInvocationOperation call)
    {
        bool isConditional = false;
        foreach (AttributeData attribute in call.TargetMethod.OriginalDefinition.GetAttributes())
        {
            if (!MetadataNames.Is(attribute.AttributeClass, "System.Diagnostics.ConditionalAttribute"))
                continue;
            if (IsDefined(attribute.ConstructorArguments is [{ Value: string symbol }, ..] ? symbol : "", call.Syntax.SyntaxTree))
                return false;
            isConditional = true;
        }

        return isConditional;
    }

    /// <summary>C# does not evaluate the arguments of a call that is left out. What the control-flow graph has taken out of them is evaluated all the same, which shows where it can fault.</summary>
    public static bool IsEvaluated(MethodLowering method, IInvocationOperation call) =>
        call.Arguments.Any(static a => HasConditions(a.Value)) && !call.Arguments.All(a => a.Value.DescendantsAndSelf().All(o => IsHarmless(method, o)));

    public static bool IsAssert(IMethodSymbol method) => method.Name == "Assert" && MetadataNames.Is(method.ContainingType, "System.Diagnostics.Debug");

    // The message is for the debugger: only a constant is none that anybody would miss.
    public static IrValue? Assert(MethodLowering method, IInvocationOperation call)
    {
        IArgumentOperation? condition = call.Arguments.FirstOrDefault(static a => a.Parameter is { Ordinal: 0 });
        if (condition is null)
            return null;
        IrValue holds = method.Value(condition.Value);
        foreach (IArgumentOperation message in call.Arguments.Where(a => a != condition && !a.Value.ConstantValue.HasValue))
            method.Value(message.Value);
        method.Emit.Guard(FaultKind.Thrown, holds);
        return null;
    }

    private static bool IsDefined(string symbol, SyntaxTree tree)
    {
        bool isDefined = tree.Options.PreprocessorSymbolNames.Contains(symbol, StringComparer.Ordinal);
        SyntaxNode root = tree.GetRoot();
        if (!root.ContainsDirectives)
            return isDefined;
        // '#define' and '#undef' stand before all code.
        foreach (SyntaxTrivia trivia in root.GetFirstToken(includeZeroWidth: true).LeadingTrivia)
        {
            if (trivia.GetStructure() is DefineDirectiveTriviaSyntax { IsActive: true } define && define.Name.ValueText == symbol)
                isDefined = true;
            else if (trivia.GetStructure() is UndefDirectiveTriviaSyntax { IsActive: true } undefine && undefine.Name.ValueText == symbol)
                isDefined = false;
        }

        return isDefined;
    }

    private static bool HasConditions(IOperation argument) => argument.DescendantsAndSelf().Any(static o => o.Kind is OperationKind.Conditional or OperationKind.Coalesce
        or OperationKind.ConditionalAccess or OperationKind.SwitchExpression || o is IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd or BinaryOperatorKind.ConditionalOr });

    private static bool IsHarmless(MethodLowering method, IOperation operation) => operation switch
    {
        ILiteralOperation or ILocalReferenceOperation or IUnaryOperation { OperatorMethod: null, IsChecked: false } or IInstanceReferenceOperation => true,
        IParameterReferenceOperation parameter => parameter.Parameter.RefKind == RefKind.None,
        IConversionOperation { OperatorMethod: null } conversion => !CheckedContext.Of(method, conversion),
        IParenthesizedOperation or IConditionalOperation or IFieldReferenceOperation { Instance: not null, Field.RefKind: RefKind.None } => true,
        IBinaryOperation { OperatorMethod: null, IsChecked: false } binary => binary.OperatorKind is not (BinaryOperatorKind.Divide or BinaryOperatorKind.Remainder),
        _ => operation.ConstantValue.HasValue,
    };
}
