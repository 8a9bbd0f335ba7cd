using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace BpfSharp.Generator.Pipeline;

/// <summary>A place in source without its tree, so that it may leave the transform.</summary>
internal sealed record PlainLocation(string Path, TextSpan Span, LinePositionSpan Lines)
{
    public static PlainLocation? Of(Location location) =>
        location.SourceTree is { } tree ? new PlainLocation(tree.FilePath, location.SourceSpan, location.GetLineSpan().Span) : null;

    public Location ToLocation() => Location.Create(Path, Span, Lines);
}
