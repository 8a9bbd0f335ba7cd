using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace BpfSharp.Fuzz.Shrinking;

/// <summary>Indentation as people write it.</summary>
internal static class Layout
{
    public static string Tidy(string text) => CSharpSyntaxTree.ParseText(text).GetRoot().NormalizeWhitespace(eol: "\n").ToFullString();
}
