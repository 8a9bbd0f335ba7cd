using System;
using System.Collections.Generic;
using System.Linq;
using BpfSharp.Objects.Btf;
using Microsoft.CodeAnalysis;

namespace BpfSharp.Frontend.Gather;

/// <summary>Names that must differ: symbols of the object file, and members of the generated API.</summary>
internal static class NameRules
{
    private static readonly string[] s_reserved = { "Dispose", "ReadFaults", "Equals", "GetHashCode", "GetType", "ToString", "MemberwiseClone", "Finalize" };

    // A member can't have the name of its class (CS0542).
    private static readonly string[] s_generatedTypes = { "I{0}", "{0}Options", "{0}Object", "{0}Simulation" };

    public static void Check(GatheredClass gathered, List<GatheredDiagnostic> diagnostics)
    {
        var symbols = new Dictionary<string, string>(StringComparer.Ordinal);
        var members = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string name in s_reserved.Concat(s_generatedTypes.Select(t => string.Format(System.Globalization.CultureInfo.InvariantCulture, t, gathered.Type.Name))))
            members.Add(name, name);
        foreach ((ISymbol symbol, string name) in Named(gathered))
        {
            string identifier = BtfNames.Mangle(name);
            if (symbols.TryGetValue(identifier, out string? other))
                diagnostics.Add(new GatheredDiagnostic("BPF2009", symbol.Locations[0], name, other, identifier));
            else
                symbols.Add(identifier, name);

            string member = symbol is IMethodSymbol ? symbol.Name : UserSpaceName.Of(symbol.Name);
            if (members.TryGetValue(member, out string? taken))
                diagnostics.Add(new GatheredDiagnostic("BPF2021", symbol.Locations[0], symbol.Name, taken, member));
            else
                members.Add(member, symbol.Name);
        }
    }

    private static IEnumerable<(ISymbol Symbol, string Name)> Named(GatheredClass gathered) =>
        gathered.Maps.Select(static m => ((ISymbol)m.Field, m.Name))
            .Concat(gathered.Constants.Select(static c => ((ISymbol)c.Field, c.Name)))
            .Concat(gathered.Globals.Select(static g => ((ISymbol)g.Field, g.Name)))
            .Concat(gathered.Programs.Select(static p => ((ISymbol)p.Method, p.Name)));
}
