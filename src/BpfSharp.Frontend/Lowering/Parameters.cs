using System.Collections.Generic;
using System.Linq;
using BpfSharp.Compiler.Ir;
using Microsoft.CodeAnalysis;

namespace BpfSharp.Frontend.Lowering;

/// <summary>The parameters of a function and where their variables live.</summary>
internal static class Parameters
{
    private const string ResultName = "<result>";
    private const string ThisName = "this";

    public static bool Declare(MethodLowering method, IMethodSymbol symbol, IrFunction function, SourceBody? source)
    {
        if (!symbol.ReturnsVoid && symbol.RefKind == RefKind.None && !TryType(method, symbol.ReturnType, symbol, out _))
            return false;
        if (FunctionSignature.HasResultPointer(symbol, method.Types))
            method.ResultPointer = Add(function, ResultName, IrType.Ptr, method.Types.Source(symbol.ReturnType)!);
        if (FunctionSignature.HasThis(symbol))
        {
            IrType self = symbol.ContainingType.IsValueType ? method.Types.Source(symbol.ContainingType) ?? IrType.Ptr : IrType.Ptr;
            method.This = Add(function, ThisName, IrType.Ptr, self);
        }

        var uses = new ParameterUses(source, method.Module.Closures);
        for (int i = 0; i < symbol.Parameters.Length; i++)
        {
            IParameterSymbol declared = symbol.Parameters[i];
            if (!TryType(method, declared.Type, declared, out IrType type))
                return false;
            bool isPointer = declared.RefKind != RefKind.None || FunctionSignature.IsAggregate(declared, method.Types);
            IrType valueType = isPointer ? IrType.Ptr : method.Types.Memory(declared.Type)!.ValueType;
            IrValue value = Add(function, declared.Name, valueType, type);
            DeclareVariable(method, Variable(method, symbol, i), value, isPointer, uses);
        }

        return DeclareCaptured(method, symbol, function);
    }

    // Of a parameter that nobody changes, and a local that is not changed here, the value does; all other variables are shared with the function around.
    private static bool DeclareCaptured(MethodLowering method, IMethodSymbol symbol, IrFunction function)
    {
        foreach (ISymbol variable in method.Module.Closures.Of(symbol))
        {
            if (variable is INamedTypeSymbol self)
            {
                method.This = Add(function, ThisName, IrType.Ptr, method.Types.Source(self) ?? IrType.Ptr);
                continue;
            }

            if (!TryType(method, variable is ILocalSymbol typed ? typed.Type : ((IParameterSymbol)variable).Type, variable, out IrType type))
                return false;
            if (variable is ILocalSymbol copied && IsCopied(method, copied))
                method.Locals.DeclareCaptured(copied, Spill(method, type, method.Types.Memory(copied.Type)!, copied.Name, Add(function, copied.Name, method.Types.Memory(copied.Type)!.ValueType, type)));
            else if (variable is ILocalSymbol local)
                method.Locals.DeclareCaptured(local, Add(function, local.Name, IrType.Ptr, type));
            else if (IsShared(method, (IParameterSymbol)variable))
                method.Locals.DeclareAddress((IParameterSymbol)variable, Add(function, variable.Name, IrType.Ptr, type));
            else
                method.Locals.DeclareValue((IParameterSymbol)variable, Add(function, variable.Name, method.Types.Memory(((IParameterSymbol)variable).Type)!.ValueType, type));
        }

        return true;
    }

    /// <summary>What a call of a local function passes behind its own arguments.</summary>
    public static IEnumerable<IrValue> Captured(MethodLowering method, IMethodSymbol callee, IOperation at)
    {
        foreach (ISymbol variable in method.Module.Closures.Of(callee))
        {
            yield return variable switch
            {
                ILocalSymbol local when IsCopied(method, local) => method.LoadFrom(method.Locals.Slot(local, at), local.Type, at),
                ILocalSymbol local => method.Locals.Slot(local, at),
                IParameterSymbol parameter when !IsShared(method, parameter) && method.Locals.Value(parameter) is { } value => value,
                IParameterSymbol parameter when IsShared(method, parameter) => method.Locals.Address(parameter, at) ?? method.Refuse("BPF1027", at, parameter.Name),
                IParameterSymbol parameter => method.LoadFrom(method.Locals.Address(parameter, at) ?? method.Refuse("BPF1027", at, parameter.Name), parameter.Type, at),
                _ => method.This ?? method.Poison(variable as ITypeSymbol),
            };
        }
    }

    private static bool IsCopied(MethodLowering method, ILocalSymbol local) =>
        method.Types.Memory(local.Type) is { IsPrimitive: true } memory && memory != IrType.Ptr && method.Module.Closures.IsOnlyRead(local);

    private static bool IsShared(MethodLowering method, IParameterSymbol parameter) =>
        FunctionSignature.IsAggregate(parameter, method.Types) || parameter.RefKind != RefKind.None || method.Module.Closures.NeedsMemory(parameter);

    // Where the body is an extension member's, its symbols are those of the extension block.
    private static IParameterSymbol Variable(MethodLowering method, IMethodSymbol symbol, int index)
    {
        IMethodSymbol body = method.Method;
        if (SymbolEqualityComparer.Default.Equals(body, symbol))
            return symbol.Parameters[index];
        int offset = symbol.Parameters.Length - body.Parameters.Length;
        return index < offset ? body.ContainingType.ExtensionParameter! : body.Parameters[index - offset];
    }

    private static void DeclareVariable(MethodLowering method, IParameterSymbol variable, IrValue value, bool isPointer, ParameterUses uses)
    {
        bool isReference = variable.RefKind != RefKind.None;
        if (isPointer && !(isReference && uses.IsReassigned(variable)))
        {
            method.Locals.DeclareAddress(variable, value);
        }
        else if (isPointer)
        {
            method.Locals.DeclareReference(variable, Spill(method, IrType.Ptr, IrType.Ptr, variable.Name, value));
        }
        else if (uses.IsOnlyRead(variable))
        {
            method.Locals.DeclareValue(variable, value);
        }
        else
        {
            IrType memory = method.Types.Memory(variable.Type)!;
            method.Locals.DeclareAddress(variable, Spill(method, method.Types.Source(variable.Type)!, memory, variable.Name, value));
        }
    }

    private static IrValue Spill(MethodLowering method, IrType type, IrType memory, string name, IrValue value)
    {
        IrValue slot = method.Emit.Slot(type, name);
        method.Emit.Store(memory, slot, value);
        return slot;
    }

    private static IrParameter Add(IrFunction function, string name, IrType type, IrType sourceType)
    {
        var parameter = new IrParameter(type);
        function.Entry.Parameters.Add(parameter);
        function.Parameters.Add(new IrParameterInfo(name, sourceType));
        return parameter;
    }

    private static bool TryType(MethodLowering method, ITypeSymbol type, ISymbol at, out IrType mapped)
    {
        mapped = method.Types.Source(type) ?? IrType.I32;
        if (method.Types.Source(type) is not null)
            return true;
        if (Types.TypeRules.IsError(type))
            method.Module.MarkIncomplete();
        else if (Types.TypeRules.Refusal(type) is { } refusal)
            method.Module.Diagnostics.Report(refusal.Rule, method.Module.Spans.Of(at.Locations.FirstOrDefault()), refusal.Arguments);
        return false;
    }
}
