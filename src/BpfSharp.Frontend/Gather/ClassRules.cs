using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace BpfSharp.Frontend.Gather;

/// <summary>What the class itself must be, so that members can be generated into it.</summary>
internal static class ClassRules
{
    /// <returns>True where another part of the class can be generated.</returns>
    public static bool Check(INamedTypeSymbol type, List<GatheredDiagnostic> diagnostics, CancellationToken cancellation)
    {
        int before = diagnostics.Count;
        if (!type.IsStatic || !IsPartial(type, cancellation))
            diagnostics.Add(new GatheredDiagnostic("BPF2004", type.Locations[0], type.Name));
        if (type.IsFileLocal)
            diagnostics.Add(new GatheredDiagnostic("BPF2006", type.Locations[0], type.Name, "file-local"));
        if (type.IsGenericType)
            diagnostics.Add(new GatheredDiagnostic("BPF2006", type.Locations[0], type.Name, "generic"));
        for (INamedTypeSymbol? outer = type.ContainingType; outer is not null; outer = outer.ContainingType)
        {
            if (!IsPartial(outer, cancellation))
                diagnostics.Add(new GatheredDiagnostic("BPF2005", type.Locations[0], type.Name, outer.Name));
            if (outer.TypeParameters.Length != 0)
                diagnostics.Add(new GatheredDiagnostic("BPF2006", type.Locations[0], type.Name, "inside a generic type"));
        }

        return diagnostics.Count == before;
    }

    private static bool IsPartial(INamedTypeSymbol type, CancellationToken cancellation) =>
        type.DeclaringSyntaxReferences.All(r =>
            r.GetSyntax(cancellation) is TypeDeclarationSyntax declaration && declaration.Modifiers.Any(SyntaxKind.PartialKeyword));
}
