using System.Collections.Generic;
using BpfSharp.Compiler.Output;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace BpfSharp.Frontend.Lowering;

/// <summary>Numbers source spans in order of first use, so that IR stays equal when only positions change.</summary>
internal sealed class SpanTable
{
    private readonly Dictionary<(SyntaxTree Tree, TextSpan Span), int> _numbers = new();
    private readonly List<Location> _locations = new();

    public int Count => _locations.Count;

    public IReadOnlyList<Location> Locations => _locations;

    public int Of(SyntaxNode node) => Of(node.SyntaxTree, node.Span);

    /// <summary>The number of a location in source; -1 for any other.</summary>
    public int Of(Location? location) => location?.SourceTree is { } tree ? Of(tree, location.SourceSpan) : -1;

    public int Of(SyntaxTree tree, TextSpan span)
    {
        if (!_numbers.TryGetValue((tree, span), out int number))
        {
            number = _locations.Count;
            _numbers.Add((tree, span), number);
            _locations.Add(Location.Create(tree, span));
        }

        return number;
    }

    public SourceMap ToSourceMap(Compilation compilation)
    {
        var positions = new SourcePosition[_locations.Count];
        var files = new Dictionary<SyntaxTree, SourceLines>();
        for (int i = 0; i < positions.Length; i++)
        {
            SyntaxTree tree = _locations[i].SourceTree!;
            if (!files.TryGetValue(tree, out SourceLines? file))
                files.Add(tree, file = new SourceLines(tree, compilation));
            positions[i] = file.Position(_locations[i].SourceSpan);
        }

        return new SourceMap(positions);
    }
}
