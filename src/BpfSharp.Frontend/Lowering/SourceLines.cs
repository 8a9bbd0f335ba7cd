using System.Collections.Generic;
using BpfSharp.Compiler.Output;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace BpfSharp.Frontend.Lowering;

/// <summary>The lines of one file. Many spans lie in each: its text is made once.</summary>
internal sealed class SourceLines
{
    private readonly SyntaxTree _tree;
    private readonly SourceText _text;
    private readonly string _path;
    private readonly Dictionary<int, string> _lines = new();

    public SourceLines(SyntaxTree tree, Compilation compilation)
    {
        _tree = tree;
        _text = tree.GetText();
        // NormalizePath applies /pathmap, as the compiler does for the paths that it embeds.
        _path = compilation.Options.SourceReferenceResolver?.NormalizePath(tree.FilePath, null) ?? tree.FilePath;
    }

    public SourcePosition Position(TextSpan span)
    {
        FileLinePositionSpan lines = _tree.GetLineSpan(span);
        (LinePosition start, LinePosition end) = (lines.StartLinePosition, lines.EndLinePosition);
        return new SourcePosition(_path, start.Line + 1, start.Character + 1, end.Line + 1, end.Character + 1, Line(start.Line));
    }

    private string Line(int number)
    {
        if (!_lines.TryGetValue(number, out string? line))
            _lines.Add(number, line = _text.Lines[number].ToString());
        return line;
    }
}
