using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace BpfSharp.Fuzz.Sources;

/// <summary>Damages a file as editing and bad luck do, and makes programs of its methods.</summary>
internal static class SourceMutator
{
    private static readonly string[] s_tokens =
        ["ref", "out", "in", "checked", "unchecked", "(", ")", "{", "}", ";", "0", "-1", "null", "default", "?", "??", "?.", "^", "..", "=>", "is", "switch", "stackalloc", "new()", "this", "goto", "static", "unsafe", "int", "string", "dynamic", "await", "throw", "x", "1.5", "\"\"", "\"u8\"u8", "<int>", "[]", "*", "&"];

    public static string Mutate(Random random, SourceCorpus corpus)
    {
        string text = corpus.Files[random.Next(corpus.Files.Count)];
        for (int i = random.Next(4); i > 0; i--)
            text = Step(random, text, corpus);
        text = WithPrograms(random, text);
        // Half of the damage is done to programs.
        return random.Next(2) == 0 ? Step(random, text, corpus) : text;
    }

    private static string Step(Random random, string text, SourceCorpus corpus)
    {
        SyntaxNode root = CSharpSyntaxTree.ParseText(text).GetRoot();
        SyntaxToken[] tokens = [.. root.DescendantTokens()];
        if (tokens.Length < 4)
            return text;
        SyntaxToken token = tokens[random.Next(tokens.Length)];
        switch (random.Next(9))
        {
            case 0:
                return text[..random.Next(text.Length)];
            case 1:
                return text.Remove(token.SpanStart, token.Span.Length);
            case 2:
                return text.Insert(token.SpanStart, s_tokens[random.Next(s_tokens.Length)] + " ");
            case 3:
                return Replace(text, token.Span, s_tokens[random.Next(s_tokens.Length)]);
            case 4:
                return Replace(text, token.Span, tokens[random.Next(tokens.Length)].Text);
            case 5:
                return text.Remove(random.Next(text.Length), 1);
            default:
                return Splice(random, text, root, CSharpSyntaxTree.ParseText(corpus.Files[random.Next(corpus.Files.Count)]).GetRoot());
        }
    }

    // A node takes the place of another of its kind: statements, expressions, types, members.
    private static string Splice(Random random, string text, SyntaxNode root, SyntaxNode other)
    {
        Func<SyntaxNode, bool>[] kinds = [static n => n is StatementSyntax, static n => n is ExpressionSyntax and not TypeSyntax, static n => n is TypeSyntax, static n => n is PatternSyntax, static n => n is MemberDeclarationSyntax and not BaseNamespaceDeclarationSyntax];
        Func<SyntaxNode, bool> kind = kinds[random.Next(kinds.Length)];
        SyntaxNode[] targets = [.. root.DescendantNodes().Where(kind)], sources = [.. other.DescendantNodes().Where(kind)];
        return targets.Length == 0 || sources.Length == 0 ? text : Replace(text, targets[random.Next(targets.Length)].Span, sources[random.Next(sources.Length)].ToString());
    }

    // Attributes on up to three methods, whatever those look like.
    private static string WithPrograms(Random random, string text)
    {
        SyntaxNode root = CSharpSyntaxTree.ParseText(text).GetRoot();
        BaseMethodDeclarationSyntax[] methods = [.. root.DescendantNodes().OfType<MethodDeclarationSyntax>()];
        var starts = new SortedSet<int>();
        for (int i = random.Next(1, 4); i > 0 && methods.Length > 0; i--)
            starts.Add(methods[random.Next(methods.Length)].SpanStart);
        foreach (int start in starts.Reverse())
            text = text.Insert(start, random.Next(4) switch { 0 => "[BpfSharp.TcProgram] ", 1 => "[BpfSharp.BpfFunction] ", _ => "[BpfSharp.XdpProgram] " });
        return text;
    }

    private static string Replace(string text, TextSpan span, string with) => text.Remove(span.Start, span.Length).Insert(span.Start, with);
}
