using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using BpfSharp.Compiler.Ir;
using BpfSharp.Frontend.Lowering;
using BpfSharp.Frontend.Operations;
using Microsoft.CodeAnalysis;

namespace BpfSharp.Frontend.Bcl;

/// <summary>A member of the BCL that is a C# function of the runtime in programs.</summary>
/// <param name="Type">Class in <c>BpfSharp.CompilerServices.Bodies</c>.</param>
/// <param name="Method">Its method: receiver first, then the member's parameters; generic over the containing type's and the member's type parameters.</param>
internal sealed record RuntimeBody(string Type, string Method)
{
    private const string Namespace = "BpfSharp.CompilerServices.Bodies.";

    /// <summary>Elements are compared by their bits, which is what their types' own <c>Equals</c> does.</summary>
    public bool ComparesBits { get; init; }

    /// <summary>Arguments that follow from the element's type.</summary>
    public System.Func<ITypeSymbol, IEnumerable<IrValue>>? More { get; init; }

    public IrValue? Call(MethodLowering method, BclCall call)
    {
        ImmutableArray<ITypeSymbol> types = call.Method.ContainingType.TypeArguments.AddRange(call.Method.TypeArguments);
        if (ComparesBits && !IsComparedByBits(types[0]))
            return method.Refuse("BPF1070", call.At, call.Method.Name, types[0].ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat));
        if (Find(method.Module.Compilation, types, call.Method) is not { } target)
            return method.Refuse("BPF1017", call.At, Type + "." + Method, "BpfSharp");
        var arguments = new List<IrValue>();
        if (call.Receiver is not null)
            arguments.Add(call.Receiver);
        arguments.AddRange(call.Arguments);
        if (More is not null)
            arguments.AddRange(More(types[0]));
        for (int i = 0; i < arguments.Count; i++)
        {
            // By reference it is an address already.
            if (target.Parameters[i].RefKind == RefKind.None)
                arguments[i] = Arguments.ByConvention(method, arguments[i], target.Parameters[i], call.At);
        }

        return Calls.Emit(method, target, null, arguments, call.At);
    }

    private IMethodSymbol? Find(Compilation compilation, ImmutableArray<ITypeSymbol> types, IMethodSymbol member)
    {
        IEnumerable<IMethodSymbol> candidates = compilation.GetTypeByMetadataName(Namespace + Type)?.GetMembers(Method).OfType<IMethodSymbol>() ?? Enumerable.Empty<IMethodSymbol>();
        // Of overloads, the one with the member's parameters.
        return types.IsEmpty
            ? candidates.FirstOrDefault(m => m.Parameters.Select(static p => p.Type).SequenceEqual(member.Parameters.Select(static p => p.Type), SymbolEqualityComparer.Default))
            : candidates.FirstOrDefault(m => m.Arity == types.Length)?.Construct(types.ToArray());
    }

    private static bool IsComparedByBits(ITypeSymbol type) => type.TypeKind == TypeKind.Enum
        || type.SpecialType is (>= SpecialType.System_Boolean and <= SpecialType.System_UInt64) or SpecialType.System_IntPtr or SpecialType.System_UIntPtr;
}
