using System;
using System.Collections.Generic;
using System.Linq;

namespace BpfSharp.Compiler.Output;

/// <summary>A place in C# source as plain data. Lines and columns are 1-based.</summary>
/// <param name="Text">The source line, without its end; empty where the text is not embedded.</param>
public readonly record struct SourcePosition(string File, int Line, int Column, int EndLine, int EndColumn, string Text);

/// <summary>What the span numbers of a module mean. Equatable by content.</summary>
public sealed class SourceMap : IEquatable<SourceMap>
{
    public SourceMap(IReadOnlyList<SourcePosition> positions) => Positions = positions;

    public static SourceMap Empty { get; } = new(Array.Empty<SourcePosition>());

    public IReadOnlyList<SourcePosition> Positions { get; }

    public bool TryGet(int span, out SourcePosition position)
    {
        bool known = span >= 0 && span < Positions.Count;
        position = known ? Positions[span] : default;
        return known;
    }

    public bool Equals(SourceMap? other) => other is not null && Positions.SequenceEqual(other.Positions);

    public override bool Equals(object? obj) => Equals(obj as SourceMap);

    public override int GetHashCode() => Positions.Count == 0 ? 0 : unchecked((Positions.Count * 397) ^ Positions[0].GetHashCode());
}
