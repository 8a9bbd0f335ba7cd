using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;

namespace BpfSharp.Frontend.Gather;

/// <summary>The generated API is as accessible as the program class and names the types of maps, globals and constants: those must be as accessible.</summary>
internal static class AccessRules
{
    public static void Check(GatheredClass gathered, List<GatheredDiagnostic> diagnostics)
    {
        foreach (GatheredMap map in gathered.Maps)
        {
            foreach (ITypeSymbol type in map.ViewTypeArguments)
                Check(gathered.Type, map.Field, type, diagnostics);
        }

        foreach (GatheredGlobal global in gathered.Globals)
            Check(gathered.Type, global.Field, global.Field.Type, diagnostics);
        foreach (GatheredConstant constant in gathered.Constants)
            Check(gathered.Type, constant.Field, constant.Type, diagnostics);
    }

    private static void Check(INamedTypeSymbol programs, IFieldSymbol field, ITypeSymbol type, List<GatheredDiagnostic> diagnostics)
    {
        if (type is not INamedTypeSymbol named || type.TypeKind == TypeKind.Error)
            return;
        if (Reach(named) < Reach(programs))
            diagnostics.Add(new GatheredDiagnostic("BPF2022", field.Locations[0], named.Name, field.Name, programs.Name));
        foreach (ITypeSymbol argument in named.TypeArguments)
            Check(programs, field, argument, diagnostics);
    }

    // 0: inside another type only; 1: this assembly; 2: everywhere.
    private static int Reach(INamedTypeSymbol type)
    {
        int reach = 2;
        for (INamedTypeSymbol? t = type; t is not null; t = t.ContainingType)
        {
            reach = System.Math.Min(reach, t.DeclaredAccessibility switch
            {
                Accessibility.Public => 2,
                Accessibility.Internal or Accessibility.ProtectedOrInternal => 1,
                _ => 0,
            });
        }

        return reach;
    }
}
