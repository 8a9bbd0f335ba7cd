using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Threading;
using BpfSharp.Frontend.Gather;
using Microsoft.CodeAnalysis;

namespace BpfSharp.Generator.Pipeline;

/// <summary>The declarations of program classes, read once a compilation: what is told of them, and their code, ask for the same.</summary>
internal static class GatheredClasses
{
    // They live as long as the compilation, whose symbols they have.
    private static readonly ConditionalWeakTable<Compilation, ConcurrentDictionary<INamedTypeSymbol, GatheredClass>> s_compilations = new();

    public static GatheredClass Of(INamedTypeSymbol type, Compilation compilation, CancellationToken cancellation)
    {
        ConcurrentDictionary<INamedTypeSymbol, GatheredClass> classes =
            s_compilations.GetValue(compilation, static _ => new ConcurrentDictionary<INamedTypeSymbol, GatheredClass>(SymbolEqualityComparer.Default));
        return classes.GetOrAdd(type, t => ProgramClassGatherer.Gather(t, compilation, cancellation));
    }
}
