using System.Collections.Generic;
using BpfSharp.Compiler.Ir;
using BpfSharp.Frontend.Bcl;
using BpfSharp.Frontend.Lowering;
using BpfSharp.Frontend.Runtime;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace BpfSharp.Frontend.Operations;

internal static class Invocations
{
    /// <summary>The value: of a call that returns by reference, what it refers to.</summary>
    public static IrValue? Lower(MethodLowering method, IOperation operation)
    {
        var call = (IInvocationOperation)operation;
        IrValue? result = Call(method, call, null);
        return result is not null && result.Type == IrType.Ptr && call.TargetMethod.RefKind != RefKind.None ? method.LoadFrom(result, call.Type!, call) : result;
    }

    /// <summary>The call itself: of one that returns by reference, the address.</summary>
    /// <param name="result">Where an aggregate result may go: memory that nothing else refers to.</param>
    public static IrValue? Call(MethodLowering method, IInvocationOperation call, IrValue? result)
    {
        IMethodSymbol target = call.TargetMethod;
        if (ConditionalCalls.IsOmitted(call))
            return null;
        if (ConditionalCalls.IsAssert(target))
            return ConditionalCalls.Assert(method, call);
        if (RuntimeAttributes.Find(target, RuntimeAttributes.ConstantText) is { } text)
            return ConstantTexts.Lower(method, call, text);
        if (RuntimeAttributes.Find(target, RuntimeAttributes.Intrinsic) is { } intrinsic && RuntimeAttributes.Argument0<string>(intrinsic) == Traces.Intrinsic)
            return Traces.Lower(method, call);
        if (BclTable.Find(target) is { } known)
            return BclTable.Lower(method, known, target, call.Instance, call.Arguments, call);
        if (target.MethodKind == MethodKind.DelegateInvoke)
            return method.Refuse("BPF1007", call, "a delegate");
        if (CallRules.Refusal(target) is { } refusal)
            return method.Refuse(refusal.Rule, call, refusal.Arguments);

        if (ExtensionMembers.Implementation(target) is { } implementation)
            return LowerExtension(method, call, implementation, result);
        if (call.IsVirtual && call.Instance?.Type is { IsValueType: false, TypeKind: not TypeKind.TypeParameter })
            return method.Refuse("BPF1006", call, target.Name);
        if (target.PartialDefinitionPart is null && target is { IsPartialDefinition: true, PartialImplementationPart: null })
            return null;

        int errors = method.Module.Diagnostics.Count;
        bool isLate = call.Instance is not null && method.Captures.Late.Begin(call.Instance);
        IrValue? receiver = call.Instance is { } instance && !isLate ? Receivers.Of(method, instance, target) : null;
        IReadOnlyList<IrValue>? arguments = Arguments.Evaluate(method, call.Arguments);
        if (isLate)
            receiver = Receivers.Of(method, call.Instance!, target);
        if (arguments is null || method.Module.Diagnostics.Count != errors)
            return method.Poison(call.Type);
        // A member of an interface that a type parameter is constrained to: the receiver's type decides.
        ITypeSymbol? constrainedTo = call.ConstrainedToType ?? (target.ContainingType is { TypeKind: TypeKind.Interface } ? call.Instance?.Type : null);
        return Calls.Emit(method, target.PartialImplementationPart ?? target, receiver, arguments, call, constrainedTo, result);
    }

    // The receiver of a C# 14 extension member is the first argument of the static method behind it.
    private static IrValue? LowerExtension(MethodLowering method, IInvocationOperation call, IMethodSymbol implementation, IrValue? result)
    {
        var arguments = new List<IrValue>();
        bool isLate = call.Instance is not null && method.Captures.Late.Begin(call.Instance);
        if (call.Instance is { } instance && !isLate)
            arguments.Add(Arguments.Evaluate(method, instance, implementation.Parameters[0]));
        if (Arguments.Evaluate(method, call.Arguments) is not { } rest)
            return method.Poison(call.Type);
        if (isLate)
            arguments.Add(Arguments.Evaluate(method, call.Instance!, implementation.Parameters[0]));
        arguments.AddRange(rest);
        return Calls.Emit(method, implementation, null, arguments, call, null, result);
    }
}
