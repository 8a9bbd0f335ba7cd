using BpfSharp.Frontend.Runtime;
using Microsoft.CodeAnalysis;

namespace BpfSharp.Frontend.Operations;

/// <summary>Members that their declaration keeps out of programs.</summary>
internal static class CallRules
{
    public static (string Rule, string[] Arguments)? Refusal(ISymbol member)
    {
        ISymbol definition = member.OriginalDefinition;
        AttributeData? attribute = RuntimeAttributes.Find(definition, RuntimeAttributes.NotInProgram);
        if (attribute is null && definition is IMethodSymbol { AssociatedSymbol: { } property })
            attribute = RuntimeAttributes.Find(property, RuntimeAttributes.NotInProgram);
        if (attribute is not null)
            return ("BPF1021", new[] { member.Name, RuntimeAttributes.Argument0<string>(attribute) ?? "" });
        if (definition is IMethodSymbol { IsVararg: true })
            return ("BPF1000", new[] { "arguments of '__arglist'" });
        if (definition is IMethodSymbol { IsAsync: true })
            return ("BPF1008", new[] { "an async method" });
        return null;
    }
}
