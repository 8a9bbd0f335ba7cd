using System.Collections.Generic;
using System.Linq;
using BpfSharp.Compiler.Ir;
using BpfSharp.Frontend.Types;
using Microsoft.CodeAnalysis;

namespace BpfSharp.Frontend.Lowering;

/// <summary>
/// A constrained call passes values as the interface's declaration says: a type parameter by pointer. Where the implementation says otherwise
/// (it gives an int where the interface gives T), or is generic over other types (the interface's own default), a function stands between.
/// </summary>
internal static class Bridges
{
    public static string NameOf(INamedTypeSymbol type, IMethodSymbol member, IMethodSymbol implementation) =>
        FunctionSignature.NameOf(implementation) + "|" + MetadataNames.Of(type) + "|" + member.Name;

    public static bool IsNeeded(ModuleLowering module, IMethodSymbol member, IMethodSymbol implementation) =>
        implementation.ContainingType.TypeKind == TypeKind.Interface
        || FunctionSignature.HasResultPointer(member, module.Types) != FunctionSignature.HasResultPointer(implementation, module.Types)
        || member.Parameters.Zip(implementation.Parameters, (m, i) => FunctionSignature.IsAggregate(m, module.Types) != FunctionSignature.IsAggregate(i, module.Types)).Any(static d => d);

    public static IrFunction Make(ModuleLowering module, INamedTypeSymbol type, INamedTypeSymbol contract, IMethodSymbol member, IMethodSymbol implementation, string name)
    {
        TypeTable types = module.Types;
        int typeArity = MetadataNames.Arity(type);
        var function = new IrFunction(name, typeArity + member.Arity, FunctionSignature.ReturnType(member, types));
        var emit = new IrBuilder(function);
        bool resultByPointer = FunctionSignature.HasResultPointer(member, types);
        bool calleeByPointer = FunctionSignature.HasResultPointer(implementation, types);
        IrParameter? result = resultByPointer ? Add(function, "<result>", IrType.Ptr) : null;
        var arguments = new List<IrValue>();
        if (calleeByPointer && result is not null)
            arguments.Add(result);
        if (!member.IsStatic)
            arguments.Add(Add(function, "this", IrType.Ptr));
        for (int i = 0; i < member.Parameters.Length; i++)
        {
            IParameterSymbol own = member.Parameters[i];
            bool isPointer = own.RefKind != RefKind.None || FunctionSignature.IsAggregate(own, types);
            IrType? memory = types.Memory(implementation.Parameters[i].Type);
            IrParameter parameter = Add(function, own.Name, isPointer || memory is null ? IrType.Ptr : memory.ValueType);
            bool isLoaded = FunctionSignature.IsAggregate(own, types) && !FunctionSignature.IsAggregate(implementation.Parameters[i], types) && memory is { IsPrimitive: true };
            arguments.Add(isLoaded ? emit.Load(memory!, parameter) : parameter);
        }

        var call = new IrInstruction(IrOp.Call, FunctionSignature.ReturnType(implementation, types), arguments.ToArray())
        {
            Symbol = FunctionSignature.NameOf(implementation),
            CallArguments = TypeArguments(types, typeArity, contract, member, implementation),
        };
        emit.Add(call);
        if (result is not null && !calleeByPointer)
        {
            emit.Store(types.Memory(implementation.ReturnType)!, result, call);
            emit.Return(null);
        }
        else
        {
            emit.Return(call.HasResult ? call : null);
        }

        emit.Finish();
        return function;
    }

    // The implementing type's own parameters, or the type arguments with which it implements the interface; then the method's.
    private static IrType[] TypeArguments(TypeTable types, int typeArity, INamedTypeSymbol contract, IMethodSymbol member, IMethodSymbol implementation)
    {
        IEnumerable<IrType> outer = implementation.ContainingType.TypeKind == TypeKind.Interface
            ? MetadataNames.AllTypeArguments(contract).Select(t => types.Source(t) ?? IrType.I32)
            : Enumerable.Range(0, typeArity).Select(IrType.Parameter);
        return outer.Concat(Enumerable.Range(typeArity, member.Arity).Select(IrType.Parameter)).ToArray();
    }

    private static IrParameter Add(IrFunction function, string name, IrType type)
    {
        var parameter = new IrParameter(type);
        function.Entry.Parameters.Add(parameter);
        function.Parameters.Add(new IrParameterInfo(name, type));
        return parameter;
    }
}
