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
        for (int i = 0; i < positions.Length; i++)
            positions[i] = Position(_locations[i], compilation);
        return new SourceMap(positions);
    }

    private static SourcePosition Position(Location location, Compilation compilation)
    {
        SyntaxTree tree = location.SourceTree!;
        FileLinePositionSpan lines = tree.GetLineSpan(location.SourceSpan);
        SourceText text = tree.GetText();
        // NormalizePath applies /pathmap, as the compiler does for the paths that it embeds.
        string path = compilation.Options.SourceReferenceResolver?.NormalizePath(tree.FilePath, null) ?? tree.FilePath;
        return new SourcePosition(
            path,
            lines.StartLinePosition.Line + 1,
            lines.StartLinePosition.Character + 1,
            lines.EndLinePosition.Line + 1,
            lines.EndLinePosition.Character + 1,
            text.Lines[lines.StartLinePosition.Line].ToString());
    }
}
