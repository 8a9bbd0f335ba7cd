using System.Collections.Generic;
using System.Linq;
using BpfSharp.Compiler.Diagnostics;
using BpfSharp.Frontend;
using Microsoft.CodeAnalysis;

namespace BpfSharp.Analyzers;

/// <summary>
/// Gives a diagnostic its place. Live results of an IDE lose what an analyzer reports outside of the file that it looks at, so a cause in another file is
/// reported at the call that leads there, and named as an additional location.
/// </summary>
internal sealed class DiagnosticPlacement
{
    private readonly HashSet<SyntaxTree> _own;
    private readonly Location _otherwise;
    private readonly IReadOnlyList<Location> _locations;
    private readonly CallPaths _calls;

    /// <param name="own">Files of what is analyzed.</param>
    /// <param name="otherwise">Where the diagnostic goes when nothing in those files leads to its cause.</param>
    public DiagnosticPlacement(LoweringResult lowered, IEnumerable<SyntaxTree> own, Location otherwise)
    {
        _own = new HashSet<SyntaxTree>(own);
        _otherwise = otherwise;
        _locations = lowered.Locations;
        _calls = new CallPaths(lowered.Module, lowered.Locations);
    }

    public Diagnostic Place(CompilerDiagnostic diagnostic)
    {
        List<Location> all = new[] { diagnostic.Span }.Concat(diagnostic.RelatedSpans)
            .Where(s => s >= 0 && s < _locations.Count)
            .Select(s => _locations[s])
            .ToList();
        Location place = all.FirstOrDefault(IsOwn) ?? all.Select(l => _calls.FindCall(l, IsOwn)).FirstOrDefault(static l => l is not null) ?? _otherwise;
        return DescriptorTable.Create(diagnostic.Id, place, all.Where(l => l != place), diagnostic.Arguments);
    }

    private bool IsOwn(Location location) => location.SourceTree is { } tree && _own.Contains(tree);
}
