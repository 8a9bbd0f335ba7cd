using System;
using System.Collections.Generic;
using System.Linq;
using BpfSharp.Compiler.Ir;
using BpfSharp.Frontend.Types;
using Microsoft.CodeAnalysis;

namespace BpfSharp.Frontend.Runtime;

/// <summary>Reads <c>[BpfHelper]</c> and <c>[BpfKfunc]</c> declarations into the module's helper table.</summary>
internal sealed class HelperTable
{
    private readonly IrModule _module;

    public HelperTable(IrModule module) => _module = module;

    public bool TryDeclare(IMethodSymbol method, AttributeData attribute, out IrHelper helper, out string problem)
    {
        problem = "";
        bool isKfunc = MetadataNames.Is(attribute.AttributeClass, RuntimeAttributes.Kfunc);
        string name = (isKfunc ? RuntimeAttributes.Argument0<string>(attribute) : RuntimeAttributes.Named<string>(attribute, "Name")) ?? method.Name;
        if (_module.Helpers.TryGetValue(name, out helper!))
            return true;
        helper = new IrHelper
        {
            Name = name,
            Id = RuntimeAttributes.Argument0<int>(attribute),
            Since = RuntimeAttributes.Named<string>(attribute, "Since") ?? "",
            ResultBytes = RuntimeAttributes.Named<int>(attribute, "ResultBytes"),
            // "cannot call kernel function from non-GPL compatible program": add_kfunc_call of the verifier.
            GplOnly = isKfunc || RuntimeAttributes.Named<bool>(attribute, "Gpl"),
            DeviceBound = RuntimeAttributes.Named<bool>(attribute, "DeviceBound"),
            Effects = (IrHelperEffects)RuntimeAttributes.Named<int>(attribute, "Effects"),
        };
        string programs = RuntimeAttributes.Named<string>(attribute, "Programs") ?? "";
        helper.Programs.AddRange(programs.Split(',').Select(static p => p.Trim()).Where(static p => p.Length != 0));
        if (!method.IsStatic)
            helper.Arguments.Add(IrHelperArgument.Map);
        foreach (IParameterSymbol parameter in method.Parameters.Where(static p => !IsEnvironment(p)))
        {
            if (!TryArgument(parameter, helper))
            {
                problem = $"the parameter '{parameter.Name}' can't be an argument of a helper";
                return false;
            }
        }

        if (helper.Arguments.Count > 5)
        {
            problem = "a helper takes at most five arguments";
            return false;
        }

        if (isKfunc)
        {
            helper.Prototype = (attribute.ConstructorArguments is [_, { Value: string prototype }] ? prototype : null) ?? "";
            if (KernelPrototype.TryParse(helper.Prototype) is not { } declared)
                problem = $"'{helper.Prototype}' is no declaration of a kernel function, such as 'int (struct bpf_iter_num *it, int start, int end)'";
            else if (declared.Parameters.Count != helper.Arguments.Count)
                problem = $"its declaration in C has {declared.Parameters.Count} parameters, and the method passes {helper.Arguments.Count}";
            if (problem.Length != 0)
                return false;
        }

        _module.Helpers.Add(name, helper);
        return true;
    }

    /// <summary>What a callback is given besides what it captures: no argument of the helper.</summary>
    public static bool IsEnvironment(IParameterSymbol parameter) => Declared(parameter.OriginalDefinition) == IrHelperArgument.Environment;

    /// <summary>A function that is called when the program has long ended.</summary>
    public static bool IsLater(IParameterSymbol parameter) => Declared(parameter.OriginalDefinition) == IrHelperArgument.LaterCallback;

    private static bool TryArgument(IParameterSymbol parameter, IrHelper helper)
    {
        bool isReadSpan = MetadataNames.Is(parameter.Type, KnownDefinitions.ReadOnlySpan);
        bool isSpan = isReadSpan || MetadataNames.Is(parameter.Type, KnownDefinitions.Span);
        IrHelperArgument kind = Declared(parameter) ?? parameter switch
        {
            { RefKind: RefKind.In or RefKind.RefReadOnlyParameter } => IrHelperArgument.ReadMemory,
            { RefKind: RefKind.Ref or RefKind.Out } => IrHelperArgument.WriteMemory,
            _ when isSpan => isReadSpan ? IrHelperArgument.ReadMemory : IrHelperArgument.WriteMemory,
            _ when RuntimeAttributes.IsContext(parameter.Type) => IrHelperArgument.Context,
            _ when RuntimeAttributes.IsMap(parameter.Type) => IrHelperArgument.Map,
            _ => IrHelperArgument.Scalar,
        };
        if (RuntimeAttributes.Find(parameter, RuntimeAttributes.Argument) is { } declared)
        {
            if (RuntimeAttributes.Named<int>(declared, "Size") is > 0 and var size)
                helper.FixedSizes.Add(helper.Arguments.Count, size);
            if (RuntimeAttributes.Named<int>(declared, "Bits") is > 0 and var bits)
                helper.NumberBits.Add(helper.Arguments.Count, bits);
            if (RuntimeAttributes.Named<bool>(declared, "MayBeEmpty"))
                helper.MayBeEmpty.Add(helper.Arguments.Count);
        }

        helper.Arguments.Add(kind);
        if (isSpan && parameter.RefKind == RefKind.None)
            helper.Arguments.Add(IrHelperArgument.Size);
        if (kind is IrHelperArgument.Callback or IrHelperArgument.RecordCallback)
        {
            helper.Arguments.Add(IrHelperArgument.Environment);
            helper.Arguments.Add(IrHelperArgument.Scalar);
        }

        return parameter.Type is not { IsRefLikeType: true } || isSpan || kind is IrHelperArgument.Dynptr or IrHelperArgument.DynptrOut;
    }

    // The runtime's enum has the same names as the compiler's: they are what is matched, not the numbers.
    private static IrHelperArgument? Declared(IParameterSymbol parameter)
    {
        AttributeData? attribute = RuntimeAttributes.Find(parameter, RuntimeAttributes.Argument);
        if (attribute is not { ConstructorArguments: [{ Type: INamedTypeSymbol type, Value: { } value }] })
            return null;
        IFieldSymbol? member = type.GetMembers().OfType<IFieldSymbol>().FirstOrDefault(f => Equals(f.ConstantValue, value));
        return member is not null && Enum.TryParse(member.Name, out IrHelperArgument kind) ? kind : null;
    }
}
