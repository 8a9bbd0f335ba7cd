using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using BpfSharp.Compiler.Ir;
using Microsoft.CodeAnalysis;

namespace BpfSharp.Frontend.Gather;

/// <summary>Bodies of BPF functions that came with a referenced assembly. Equal by text; parsed once and shared, so whoever gets the module must not change it.</summary>
public sealed class LibraryBodies : IEquatable<LibraryBodies>
{
    private static readonly ConditionalWeakTable<IAssemblySymbol, Known> s_known = new();

    private readonly Lazy<IrModule> _module;

    private LibraryBodies(string assembly, string text)
    {
        Assembly = assembly;
        Text = text;
        _module = new Lazy<IrModule>(() => IrParser.Parse(Text), LazyThreadSafetyMode.ExecutionAndPublication);
    }

    /// <summary>Name of the assembly.</summary>
    public string Assembly { get; }

    public string Text { get; }

    /// <exception cref="IrFormatException">The text is of another version, or damaged.</exception>
    public IrModule Module => _module.Value;

    /// <summary>Of all assemblies that a compilation references, in the order of the references.</summary>
    public static EquatableArray<LibraryBodies> Of(Compilation compilation, CancellationToken cancellation)
    {
        var all = new List<LibraryBodies>();
        foreach (IAssemblySymbol assembly in compilation.SourceModule.ReferencedAssemblySymbols)
        {
            cancellation.ThrowIfCancellationRequested();
            all.AddRange(s_known.GetValue(assembly, Read).Bodies);
        }

        return all.ToEquatableArray();
    }

    public bool Equals(LibraryBodies? other) => other is not null && (ReferenceEquals(this, other) || (Assembly == other.Assembly && Text == other.Text));

    public override bool Equals(object? obj) => Equals(obj as LibraryBodies);

    public override int GetHashCode() => unchecked((Assembly.GetHashCode() * 31) + Text.Length);

    private static Known Read(IAssemblySymbol assembly) => new(
        AttributeReader.FindAll(assembly, KnownNames.Bodies)
            .Select(static a => AttributeReader.String(a, 0))
            .OfType<string>()
            .Select(text => new LibraryBodies(assembly.Name, text))
            .ToArray());

    private sealed record Known(LibraryBodies[] Bodies);
}
