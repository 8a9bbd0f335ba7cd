using System.Collections.Generic;
using System.Linq;
using BpfSharp.Compiler.Diagnostics;
using Microsoft.CodeAnalysis;

namespace BpfSharp.Analyzers;

/// <summary>
/// Gives a diagnostic its place. Live results of an IDE lose what an analyzer reports outside of the file that it looks at, so a cause in another file is
/// reported where the analyzed code leads there, and named as an additional location.
/// </summary>
internal sealed class DiagnosticPlacement
{
    private readonly HashSet<SyntaxTree> _own;
    private readonly Location _otherwise;

    /// <param name="own">Files of what is analyzed.</param>
    /// <param name="otherwise">Where the diagnostic goes when nothing in those files leads to its cause.</param>
    public DiagnosticPlacement(IEnumerable<SyntaxTree> own, Location otherwise)
    {
        _own = new HashSet<SyntaxTree>(own);
        _otherwise = otherwise;
    }

    /// <param name="locations">By span number.</param>
    public Diagnostic Place(CompilerDiagnostic diagnostic, IReadOnlyList<Location> locations)
    {
        List<Location> all = new[] { diagnostic.Span }.Concat(diagnostic.RelatedSpans)
            .Where(s => s >= 0 && s < locations.Count)
            .Select(s => locations[s])
            .ToList();
        Location place = all.FirstOrDefault(l => l.SourceTree is { } tree && _own.Contains(tree)) ?? _otherwise;
        return DescriptorTable.Create(diagnostic.Id, place, all.Where(l => l != place), diagnostic.Arguments);
    }
}
