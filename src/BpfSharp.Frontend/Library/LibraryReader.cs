using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using BpfSharp.Compiler.Ir;
using BpfSharp.Frontend.Runtime;
using Microsoft.CodeAnalysis;

namespace BpfSharp.Frontend.Library;

/// <summary>Reads <c>[assembly: BpfBodies]</c> of referenced assemblies, each once for as long as its metadata lives.</summary>
internal static class LibraryReader
{
    // Keyed by the reference: the host keeps it while the file does not change, so that a keystroke decodes nothing.
    private static readonly ConditionalWeakTable<MetadataReference, Entry> s_entries = new();
    private static readonly ConditionalWeakTable<Compilation, LibraryBodies> s_compilations = new();

    public static LibraryBodies Read(Compilation compilation) => s_compilations.GetValue(compilation, ReadAll);

    private static LibraryBodies ReadAll(Compilation compilation)
    {
        var modules = new List<LibraryModule>();
        var unreadable = new Dictionary<string, string>(System.StringComparer.Ordinal);
        foreach (MetadataReference reference in compilation.References)
        {
            if (compilation.GetAssemblyOrModuleSymbol(reference) is not IAssemblySymbol assembly)
                continue;
            Entry entry = s_entries.GetValue(reference, _ => Decode(assembly));
            modules.AddRange(entry.Modules);
            if (entry.Problem is not null)
                unreadable[assembly.Name] = entry.Problem;
        }

        return new LibraryBodies(modules, unreadable);
    }

    private static Entry Decode(IAssemblySymbol assembly)
    {
        string[] parts = assembly.GetAttributes()
            .Where(static a => Types.MetadataNames.Is(a.AttributeClass, RuntimeAttributes.Bodies))
            .Select(static a => RuntimeAttributes.Argument0<string>(a) ?? "")
            .ToArray();
        if (parts.Length == 0)
            return Entry.None;
        try
        {
            return new Entry(LibraryText.Decode(parts).Select(static m => new LibraryModule(m)).ToArray(), null);
        }
        catch (IrFormatException exception)
        {
            return new Entry(new LibraryModule[0], exception.Message);
        }
    }

    private sealed record Entry(IReadOnlyList<LibraryModule> Modules, string? Problem)
    {
        public static Entry None { get; } = new(new LibraryModule[0], null);
    }
}
