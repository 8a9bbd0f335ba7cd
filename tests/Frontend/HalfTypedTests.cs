using System.Linq;
using System.Threading;
using BpfSharp.Frontend.Gather;
using BpfSharp.Frontend.Tests.Support;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;

namespace BpfSharp.Frontend.Tests;

/// <summary>The front end runs while people type: whatever stands there, it neither throws nor reports a bug of its own.</summary>
public class HalfTypedTests
{
    private const string Source = """
        using System; using System.Runtime.InteropServices; using BpfSharp;
        [BpfFunction] public struct Point { public int X; public long Y { get; set; } = 3; public Point(int x) => X = x; public static Point operator +(Point a, in Point b) => new(a.X + b.X) { Y = a.Y }; public static implicit operator long(Point p) => p.Y; public readonly int this[int i] => i switch { 0 => X, > 3 and < 9 or 12 => (int)Y, _ => throw new IndexOutOfRangeException(nameof(i)) }; }
        public record struct Pair<T>(T Left, T Right) where T : unmanaged;
        public interface IOp<T> where T : IOp<T> { static abstract T Make(int x); }
        public static partial class Program
        {
            static readonly HashMap<uint, Pair<long>> Map = new(maxEntries: 16);
            static readonly LoadConstant<uint> Limit = 64;
            static ulong s_seen = 5;
            [XdpProgram(OnFault = XdpAction.Pass)]
            public static XdpAction Filter(XdpContext ctx)
            {
                ref Pair<long> pair = ref ctx.Packet.Header<Pair<long>>(14);
                s_seen += Limit; s_seen++;
                if (!Map.TryGetRef((uint)pair.Left, out Ref<Pair<long>> found) || found.Value is { Left: > 5, Right: var right } && right == 2) return XdpAction.Drop;
                (pair.Left, var other) = (pair.Right, pair.Left ^ 0x7f);
                var p = new Point(3) { Y = 2 } + default(Point); long total = checked(p + p[0] * other);
                foreach (ref byte b in ctx.Packet.Bytes) { b = b > 3 ? (byte)(b - 1) : b; if (total-- < 0) break; }
                for (int i = 0; i < 8; i++) { if ((i & 1) == 0) continue; total <<= i; }
                static int Twice(int x) => x * 2;
                pair = pair with { Right = Twice(1) }; Span<byte> s = ctx.Packet.Bytes.Slice(2); s[0] ??= 1;
                return total switch { 1 => XdpAction.Pass, _ => XdpAction.Tx };
            }
        }
        """;

    [Fact]
    public void Every_prefix_is_lowered_without_an_exception()
    {
        // Each token's end, and the middle of longer tokens.
        SyntaxNode root = CSharpSyntaxTree.ParseText(Source, References.ParseOptions).GetRoot();
        int[] ends = root.DescendantTokens().SelectMany(static t => t.Span.Length > 3 ? new[] { t.SpanStart + 2, t.Span.End } : [t.Span.End]).Distinct().ToArray();
        CSharpCompilation empty = Lowered.Compile("");
        foreach (int end in ends)
            Check(empty, Source[..end]);
    }

    [Fact]
    public void Every_missing_token_is_survived()
    {
        SyntaxNode root = CSharpSyntaxTree.ParseText(Source, References.ParseOptions).GetRoot();
        CSharpCompilation empty = Lowered.Compile("");
        foreach (SyntaxToken token in root.DescendantTokens())
            Check(empty, Source.Remove(token.SpanStart, token.Span.Length));
    }

    [Fact]
    public void Getter_without_a_body_of_a_property_by_reference()
    {
        Check(Lowered.Compile(""), """
            [BpfSharp.BpfFunction]
            public readonly ref struct Mine<T>
            {
                internal readonly ref T Target;
                public Mine(ref T target) => Target = ref target;
                public ref T Value
                {
                    get
            """);
    }

    [Theory]
    // A type instead of what it is a type of.
    [InlineData("public static int Version { get => 4; set => ulong = (byte)(4 | value); }")]
    // The name without a return type: a constructor, here of a static class, that gives a value from within a scope.
    [InlineData("public static Program(XdpContext ctx) { using Scope scope = new(); return scope.Has ? XdpAction.Pass : XdpAction.Tx; }")]
    public void Member_of_a_program_class(string member)
    {
        Check(Lowered.Compile(""), $$"""
            using System; using BpfSharp;
            public struct Scope : IDisposable { public bool Has; public void Dispose() { } }
            [BpfFunction]
            public static partial class Program
            {
                [XdpProgram] public static XdpAction Run(XdpContext ctx) => XdpAction.Pass;
                [BpfFunction] {{member}}
            }
            """);
    }

    private static void Check(CSharpCompilation empty, string source)
    {
        CSharpCompilation compilation = empty.ReplaceSyntaxTree(empty.SyntaxTrees[0], CSharpSyntaxTree.ParseText(source, References.ParseOptions, "Program.cs"));
        foreach (INamedTypeSymbol type in Lowered.ProgramClasses(compilation))
            Check(BpfFrontend.LowerProgramClass(ProgramClassGatherer.Gather(type, compilation), compilation, CancellationToken.None), source);
        if (BpfFrontend.LowerLibrary(compilation, CancellationToken.None) is { } library)
            Check(library, source);
    }

    private static void Check(LoweringResult result, string source) =>
        Assert.False(result.Diagnostics.Any(static d => d.Id == "BPF0000"), Lowered.Problems(result) + "\n" + source);
}
