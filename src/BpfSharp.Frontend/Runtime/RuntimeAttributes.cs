using System.Collections.Generic;
using System.Linq;
using BpfSharp.Frontend.Types;
using Microsoft.CodeAnalysis;

namespace BpfSharp.Frontend.Runtime;

/// <summary>The names by which the front end knows the runtime (docs/architecture.md), and how to find them on symbols.</summary>
internal static class RuntimeAttributes
{
    public const string Function = "BpfSharp.BpfFunctionAttribute";
    public const string Helper = "BpfSharp.BpfHelperAttribute";
    public const string Kfunc = "BpfSharp.BpfKfuncAttribute";
    public const string Argument = "BpfSharp.BpfArgumentAttribute";
    public const string Intrinsic = "BpfSharp.BpfIntrinsicAttribute";
    public const string Context = "BpfSharp.BpfContextAttribute";
    public const string ContextField = "BpfSharp.BpfContextFieldAttribute";
    public const string Map = "BpfSharp.BpfMapAttribute";
    public const string Fault = "BpfSharp.BpfFaultAttribute";
    public const string NotInProgram = "BpfSharp.BpfNotInProgramAttribute";
    public const string KernelType = "BpfSharp.BpfKernelTypeAttribute";
    public const string ConstantText = "BpfSharp.BpfConstantTextAttribute";
    public const string TraceFormat = "BpfSharp.BpfTraceFormatAttribute";
    public const string TraceText = "BpfSharp.BpfTraceTextAttribute";
    public const string Bodies = "BpfSharp.BpfBodiesAttribute";
    public const string LoadConstant = "BpfSharp.LoadConstant`1";

    public static AttributeData? Find(ISymbol symbol, string name)
    {
        foreach (AttributeData attribute in symbol.GetAttributes())
        {
            if (MetadataNames.Is(attribute.AttributeClass, name))
                return attribute;
        }

        return null;
    }

    /// <summary>What declares a method as a function of the kernel's, helper or kfunc; null of all others.</summary>
    public static AttributeData? KernelFunction(ISymbol method) => Find(method, Helper) ?? Find(method, Kfunc);

    public static bool Has(ISymbol symbol, string name) => Find(symbol, name) is not null;

    public static bool IsMap(ITypeSymbol type) => OnClassOrBase(type, Map);

    public static bool IsContext(ITypeSymbol type) => OnClassOrBase(type, Context);

    /// <summary>The kind of program that a context class is for; null of one that several have in common, and of other types.</summary>
    public static string? KindOfContext(ITypeSymbol? type) => type is not null && Find(type, Context) is { } attribute ? Named<string>(attribute, "Program") : null;

    public static bool IsLoadConstant(ITypeSymbol? type) => MetadataNames.Is(type, LoadConstant);

    /// <summary>Classes whose references are plain pointers in a program: contexts, maps, load-time constants.</summary>
    public static bool IsOpaque(ITypeSymbol type) => IsContext(type) || IsMap(type) || IsLoadConstant(type);

    public static T? Argument0<T>(AttributeData attribute) => attribute.ConstructorArguments is [{ Value: T value }, ..] ? value : default;

    public static T? Named<T>(AttributeData attribute, string name) =>
        attribute.NamedArguments.Where(p => p.Key == name).Select(static p => p.Value.Value).FirstOrDefault() is T value ? value : default;

    private static bool OnClassOrBase(ITypeSymbol type, string attribute)
    {
        for (ITypeSymbol? current = type; current is not null; current = current.BaseType)
        {
            if (Has(current.OriginalDefinition, attribute))
                return true;
        }

        return false;
    }
}
