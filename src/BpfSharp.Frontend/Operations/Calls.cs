using System.Collections.Generic;
using System.Linq;
using BpfSharp.Compiler.Ir;
using BpfSharp.Frontend.Bcl;
using BpfSharp.Frontend.Lowering;
using BpfSharp.Frontend.Runtime;
using BpfSharp.Frontend.Types;
using Microsoft.CodeAnalysis;

namespace BpfSharp.Frontend.Operations;

/// <summary>Emits a call of a method whose receiver and arguments are evaluated: helper, intrinsic, constrained or plain.</summary>
internal static class Calls
{
    /// <param name="result">Where an aggregate result may go directly; memory that nothing refers to.</param>
    /// <returns>Scalar, address (of an aggregate result or a returned reference), or null for void.</returns>
    public static IrValue? Emit(
        MethodLowering method, IMethodSymbol target, IrValue? receiver, IReadOnlyList<IrValue> arguments, IOperation at, ITypeSymbol? constrainedTo = null, IrValue? result = null)
    {
        if (CallRules.Refusal(target) is { } refusal)
            return method.Refuse(refusal.Rule, at, refusal.Arguments);
        if (ExtensionMembers.Implementation(target) is { } extension)
            return Emit(method, extension, null, receiver is null ? arguments : arguments.Prepend(receiver).ToList(), at, constrainedTo, result);
        if (RuntimeAttributes.KernelFunction(target.OriginalDefinition) is { } helper)
            return HelperCalls.Emit(method, target, helper, receiver, arguments, at);
        if (RuntimeAttributes.Find(target.OriginalDefinition, RuntimeAttributes.Intrinsic) is { } intrinsic)
            return Intrinsics.Emit(method, target, intrinsic, arguments, at);
        if (constrainedTo is ITypeParameterSymbol parameter)
            return Plain(method, target, receiver, arguments, at, IrOp.CallConstrained, parameter, result);

        IMethodSymbol callee = constrainedTo is INamedTypeSymbol known ? Implementation(known, target) ?? target : target;
        if (callee.IsAbstract || (callee.IsVirtual && callee.ContainingType.TypeKind != TypeKind.Struct))
            return method.Refuse("BPF1006", at, callee.Name);
        string? problem = method.Module.Require(callee);
        if (problem == "BPF1022")
            return method.Refuse(problem, at, callee.ContainingAssembly.Name, method.Module.Libraries.Unreadable[callee.ContainingAssembly.Name]);
        if (problem == "BPF1017" && NearestMember.Of(callee) is { } nearest)
            return method.Refuse("BPF1071", at, callee.ToDisplayString(SymbolDisplayFormat.CSharpShortErrorMessageFormat), nearest);
        if (problem is not null)
            return method.Refuse(problem, at, callee.ToDisplayString(SymbolDisplayFormat.CSharpShortErrorMessageFormat), callee.ContainingAssembly?.Name ?? "");
        return Plain(method, callee, receiver, arguments, at, IrOp.Call, null, result);
    }

    private static IrValue? Plain(
        MethodLowering method, IMethodSymbol target, IrValue? receiver, IReadOnlyList<IrValue> arguments, IOperation at, IrOp op, ITypeParameterSymbol? constrainedTo, IrValue? result)
    {
        bool pointer = FunctionSignature.HasResultPointer(target, method.Types);
        var call = new IrInstruction(op, pointer ? IrType.Void : FunctionSignature.ReturnType(target, method.Types))
        {
            Symbol = method.Module.NameOf(target),
            // Of a constrained call the implementing type is not known yet: its own type arguments come with it.
            CallArguments = (constrainedTo is null ? MetadataNames.AllTypeArguments(target) : target.TypeArguments).Select(t => method.SourceType(t, at)).ToArray(),
        };
        if (constrainedTo is not null)
        {
            call.TypeArgument = method.SourceType(constrainedTo, at);
            method.Module.Constrained.Add(target.OriginalDefinition);
        }

        IrValue? destination = null;
        if (pointer)
        {
            destination = result ?? method.Temporary(target.ReturnType, at);
            call.Operands.Add(destination);
        }

        if (receiver is not null)
            call.Operands.Add(receiver);
        call.Operands.AddRange(arguments);
        call.Operands.AddRange(Parameters.Captured(method, target, at));
        method.Emit.Add(call);
        if (destination is not null)
            return method.LoadFrom(destination, target.ReturnType, at);
        return call.HasResult ? call : null;
    }

    private static IMethodSymbol? Implementation(INamedTypeSymbol type, IMethodSymbol member) =>
        member.ContainingType.TypeKind == TypeKind.Interface ? type.FindImplementationForInterfaceMember(member) as IMethodSymbol : null;
}
