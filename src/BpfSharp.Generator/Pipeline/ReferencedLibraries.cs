using System;
using System.Linq;
using System.Threading;
using BpfSharp.Frontend;
using Microsoft.CodeAnalysis;

namespace BpfSharp.Generator.Pipeline;

/// <summary>Bodies that come with references; equal while the references are the same.</summary>
internal sealed class ReferencedLibraries : IEquatable<ReferencedLibraries>
{
    private ReferencedLibraries(LibraryBodies bodies) => Bodies = bodies;

    public LibraryBodies Bodies { get; }

    public static ReferencedLibraries Of(Compilation compilation, CancellationToken cancellation) => new(BpfFrontend.ReadLibraries(compilation));

    public bool Equals(ReferencedLibraries? other) =>
        other is not null && Bodies.Modules.SequenceEqual(other.Bodies.Modules) && Bodies.Unreadable.Count == other.Bodies.Unreadable.Count;

    public override bool Equals(object? obj) => Equals(obj as ReferencedLibraries);

    public override int GetHashCode() => Bodies.Modules.Count;
}
