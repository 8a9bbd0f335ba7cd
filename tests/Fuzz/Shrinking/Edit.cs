using Microsoft.CodeAnalysis.Text;

namespace BpfSharp.Fuzz.Shrinking;

/// <summary>One way to make a program smaller: this text instead of that.</summary>
internal readonly record struct Edit(TextSpan Span, string Text)
{
    public int Gain => Span.Length - Text.Length;
}
