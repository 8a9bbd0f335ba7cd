using System.Linq;
using BpfSharp.Compiler.Ir;
using BpfSharp.Frontend.Operations;
using Microsoft.CodeAnalysis;

namespace BpfSharp.Frontend.Lowering;

/// <summary><c>==</c>, <c>!=</c> and <c>Equals(T)</c> that C# makes for a record struct: field by field.</summary>
internal static class RecordEquality
{
    public static bool TryLower(MethodLowering method)
    {
        IMethodSymbol symbol = method.Method;
        INamedTypeSymbol type = symbol.ContainingType;
        if (!type.IsRecord || !type.IsValueType || !symbol.IsImplicitlyDeclared || method.Types.Source(type) is not { } mapped)
            return false;
        bool isOperator = symbol.Name is WellKnownMemberNames.EqualityOperatorName or WellKnownMemberNames.InequalityOperatorName && symbol.Parameters.Length == 2;
        bool isEquals = symbol.Name == nameof(Equals) && symbol.Parameters.Length == 1 && SymbolEqualityComparer.Default.Equals(symbol.Parameters[0].Type, type);
        if (!isOperator && !isEquals)
            return false;

        IrValue left = isOperator ? method.Locals.AddressOf(symbol.Parameters[0])! : method.This!;
        IrValue right = method.Locals.AddressOf(symbol.Parameters[symbol.Parameters.Length - 1])!;
        if (isOperator)
            return CallEquals(method, type, left, right);
        IrValue equal = IrConstant.I32(1);
        foreach (IFieldSymbol field in type.GetMembers().OfType<IFieldSymbol>().Where(static f => !f.IsStatic))
        {
            IrValue? fields = Compare(method, field, method.Emit.Field(mapped, field.Name, left), method.Emit.Field(mapped, field.Name, right));
            if (fields is null)
                return false;
            equal = equal is IrConstant ? fields : method.Emit.Binary(IrOp.And, equal, fields);
        }

        method.Emit.Return(equal);
        return true;
    }

    private static bool CallEquals(MethodLowering method, INamedTypeSymbol type, IrValue left, IrValue right)
    {
        if (Equals(method, type, left, right) is not { } equal)
            return false;
        bool negated = method.Method.Name == WellKnownMemberNames.InequalityOperatorName;
        method.Emit.Return(negated ? method.Emit.Compare(IrOp.Eq, equal, IrConstant.I32(0)) : equal);
        return true;
    }

    // EqualityComparer<T>.Default: of integers their value, of structs their own Equals(T). Without one it would be reflection.
    private static IrValue? Compare(MethodLowering method, IFieldSymbol field, IrValue left, IrValue right)
    {
        if (method.Types.Memory(field.Type) is { IsPrimitive: true } memory && field.RefKind == RefKind.None)
            return method.Emit.Compare(IrOp.Eq, method.Emit.Load(memory, left), method.Emit.Load(memory, right));
        return field.Type is INamedTypeSymbol { TypeKind: TypeKind.Struct } type ? Equals(method, type, left, right) : null;
    }

    private static IrValue? Equals(MethodLowering method, INamedTypeSymbol type, IrValue left, IrValue right)
    {
        IMethodSymbol? equals = type.GetMembers(nameof(Equals)).OfType<IMethodSymbol>()
            .FirstOrDefault(m => !m.IsStatic && m.Parameters.Length == 1 && m.Parameters[0].RefKind == RefKind.None && SymbolEqualityComparer.Default.Equals(m.Parameters[0].Type, type));
        if (equals is null || !type.AllInterfaces.Any(i => i.Name == "IEquatable") || method.Module.Require(equals) is not null)
            return null;
        IrType mapped = method.Types.Source(type)!;
        IrValue copy = method.Emit.Slot(mapped, "");
        method.Emit.Copy(mapped, copy, right);
        var call = new IrInstruction(IrOp.Call, IrType.I32, left, copy)
        {
            Symbol = method.Module.NameOf(equals),
            CallArguments = Types.MetadataNames.AllTypeArguments(equals).Select(t => method.Types.Source(t)!).ToArray(),
        };
        return method.Emit.Add(call);
    }
}
