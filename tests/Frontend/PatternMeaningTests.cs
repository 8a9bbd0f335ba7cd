using BpfSharp.Frontend.Tests.Support;
using Xunit;

namespace BpfSharp.Frontend.Tests;

public class PatternMeaningTests
{
    private const string Types = """
        public struct Point { public int X; public int Y; public Point(int x, int y) { X = x; Y = y; } public readonly void Deconstruct(out int x, out int y) { x = X; y = Y; } public readonly int Sum => X + Y; }
        public record struct Rec(int A, long B); public record struct Outer(Rec R, byte C);
        public record struct Custom(int A, int B) { public int A { readonly get => field + 1; set; } = A; public int B = B; }
        public struct Plain { public int V; }
        public static class Ext { public static void Deconstruct(this Plain p, out int a, out long b) { a = p.V; b = p.V + 1; } public static void Deconstruct(this in Point p, out int a, out int b, out int c) { a = p.X; b = p.Y; c = p.X + p.Y; } extension(Plain p) { public int Twice => p.V * 2; } }
        public enum Color : byte { Red, Green = 5, Blue }
        public interface IMark; public struct Marked : IMark { public int V; }
        """;

    [Fact]
    public void Positional_patterns() => Twin.Check(
        """
        public static int A(int x, int y) => new Point(x, y) switch { (0, _) => 1, (> 0, < 0) => 2, (var a, var b) when a > b => a, (int a, 5) => -a, var (p, q) => p ^ q };
        public static long B(int x, long y) => new Rec(x, y) switch { (0, _) => 1, (> 0, < 0) => 2, (var a, 7) => a, _ => 4 };
        public static long C(int x, byte c) => new Outer(new Rec(x, c), c) is ((var a, > 5 and var b), not 9) ? a + b : -1;
        public static long D(int x, byte c) => new Outer(new Rec(x, c), c) is (R: (A: 3, _), C: var k) { R.B: < 100 } o ? o.C + k : -1;
        public static long E(int x) => new Plain { V = x } is (> 3 and var a, var b) ? a + b * 3 : 0;
        public static long F(int x, int y) => new Point(x, y) is (var a, 4, _) ? a : 0;
        public static int G(int x) { var c = new Custom(x, 3); var (a, b) = c; return a * 3 + b + (c is (5, 3) ? 1 : 0); }
        public static int H(int x, int y) { var p = new Point(x, y); switch (p) { case { X: 1 }: return 1; case { Y: > 3 } q when q.X < 0: return q.Y; case (5, var k): return k; case var (a, b) when a == b: return 6; } return 7; }
        """,
        Types);

    [Fact]
    public void Tuple_patterns() => Twin.Check(
        """
        public static int A(int x, int y) => (x, y) switch { (0, _) => 1, (_, 0) => 2, (> 0, > 0) => 3, var (a, b) when a < b => a, (var a, _) => a * 3 };
        public static int B(int x, int y) { switch (x, y) { case (1, 2): return 1; case (> 5, var z) when z < 3: return z; case (0, 0): case (1, 1): return 9; default: return -1; } }
        public static bool C(int x, long y) => (x, (y, x)) is (1, (2, _)) or (_, (> 5, < 3));
        public static bool D(int x, long y) { var t = (x, y); return t is (1, 2) || t is { Item1: 5 } || t is not (_, < 100); }
        public static int E(bool a, bool b) => (a, b) switch { (true, true) => 1, (true, false) => 2, (false, _) => 3 };
        """,
        Types);

    [Fact]
    public void List_patterns() => Twin.Check(
        """
        public static int A(int x, int y) { ReadOnlySpan<int> s = stackalloc int[3] { x, y, 5 }; return s switch { [] => 1, [0, ..] => 2, [.., 0, 5] => 3, [var a, var b, _] when a < b => 4, [> 0, .. var rest] => rest.Length + rest[0], [_, _, 5] => 7, _ => 8 }; }
        public static int B(int x, int n) { Span<byte> s = stackalloc byte[8] { 1, (byte)x, 7, (byte)n, 2, 7, (byte)x, 9 }; s = s[(n & 7)..]; return s is [1, 2] or [_, _, _] ? 1 : s is [.., 7, var k] ? k : s is [] ? 100 : s is [var f, .. [_, .. { Length: 3 } inner], _] ? f + inner[0] : -1; }
        public static int C(int x) { Span<int> s = stackalloc int[4]; s[1] = x; return s is [0, var y and > 5, .. var t] ? y + t.Length : s is [_, <= 5 and > 0, ..] ? 1 : 2; }
        """);

    [Fact]
    public void Type_patterns() => Twin.Check(
        """
        public static int A(Color c) => c is Color d && d == Color.Green ? 1 : c is Color ? 2 : 3;
        public static int B(int x, bool n) { int? v = n ? x : null; return v is int ? (v is int i and > 3 ? i : 1) : v is null ? 2 : 3; }
        public static int C(int x, bool n) { int? v = n ? x : null; return v switch { int i when i > 3 => i, int => 4, null => 5 }; }
        public static int D(int x, bool n) { Color? v = n ? (Color)x : null; return v switch { Color.Red => 1, Color c and > Color.Green => (int)c, Color => 4, _ => 5 }; }
        public static int E(int x, bool n) { Point? v = n ? new Point(x, 1) : null; return v is Point(var a, 1) { Sum: > 4 } ? a : v is (3, _) ? 2 : v is null ? 3 : 4; }
        public static bool F(int x) => x is int;
        public static bool G(int x) { int? y = x; return y is int; }
        public static int H(int x) { Marked f = default; f.V = x; return (f is IMark ? 1 : 0) + (f is Marked ? 2 : 0) + (f is IDisposable ? 4 : 0); }
        """,
        Types);

    [Fact]
    public void Combined_and_nested_patterns() => Twin.Check(
        """
        public static int A(int x) { if (x is not (> 3 and < 10 or 20)) return -1; return x; }
        public static int B(int x, int y) { if ((x, y) is not (var a, > 3)) return 0; return a; }
        public static int C(int x, bool n) { int? q = n ? x : null; if (q is not int v) return -1; return v; }
        public static int D(int x) => x is > 3 and var y and < 10 ? y : x is (1 or 2) and var z ? -z : 0;
        public static int E(int x, bool n) { int? v = n ? x : null; return v is (> 3 or < 0) and var w ? w : 0; }
        public static long F(int x, long y) => new Outer(new Rec(x, y), 3) is { R.A: > 5, R.B: var b, C: 3 } ? b : new Outer(new Rec(x, y), 3) is { R: { A: 1 or 2 } } ? 1 : 0;
        public static int G(ulong x) => x switch { > 0x8000000000000000 => 1, >= 5 and < 10 => 2, ulong.MaxValue or 0 => 3, _ => 4 };
        public static int H(nint c) => c switch { > 5 => 1, 3 => 2, _ => -1 };
        public static int I(sbyte c) => c switch { < -5 => 1, -3 => 2, > 100 => 4, _ => -1 };
        public static int J(int x) => x switch { 1 => 2, 3 => 4 };
        public static int K(Color c) => c switch { Color.Red => 2, Color.Blue => 4 };
        public static int L(int x) { int y = x & 7; int r = y switch { 3 when y++ > 0 && y > 5 => 1, 3 or 4 when y == 4 => 2, 4 => 3, _ => 4 }; return r * 10 + y; }
        public static int M(int x) => new Plain { V = x } is { Twice: > 6, V: < 100 and var v } ? v : 0;
        """,
        Types);

    /// <summary>What is looked at, in which order, and how often, is told by counters in the members.</summary>
    [Fact]
    public void Evaluations() => Twin.Check(
        """
        static int s_n;
        struct Log { public int V; public readonly int P { get { s_n = s_n * 7 + 1; return V; } } public readonly int Q { get { s_n = s_n * 7 + 2; return V + 1; } } public readonly void Deconstruct(out int a, out int b) { s_n = s_n * 7 + 3; a = V; b = V + 1; } }
        ref struct List { public Span<int> S; public readonly int Length { get { s_n = s_n * 3 + 1; return S.Length; } } public readonly int this[int i] { get { s_n = s_n * 3 + 2; return S[i]; } } public readonly Span<int> Slice(int a, int b) { s_n = s_n * 3; return S.Slice(a, b); } }
        static bool When(bool b) { s_n = s_n * 7 + 4; return b; }
        static int Next(int v) { s_n = s_n * 3 + v; return v; }
        public static int A(int x) { s_n = 0; int r = new Log { V = x & 7 } switch { { P: 1 } => 1, { Q: 4 } => 2, { P: 2 } when When(x > 0) => 3, _ => 4 }; return s_n * 10 + r; }
        public static int B(int x) { s_n = 0; int r = new Log { V = x & 7 } switch { (1, 2) => 1, (2, _) when When(x > 0) => 2, (_, 4) { P: 3 } => 3, _ => 4 }; return s_n * 10 + r; }
        public static int C(int x) { s_n = 0; int r = new Log { V = x & 7 } is { P: > 2 } and { Q: < 6 } or { P: 1 } ? 1 : 0; return s_n * 10 + r; }
        public static int D(int x, int y) { s_n = 0; int r = (Next(x & 3), Next(y & 3)) switch { (0, 1) => 1, (1, 0) => 2, (2, _) => 3, _ => 4 }; return r * 1000 + s_n; }
        public static int E(int x) { s_n = 0; Span<int> s = stackalloc int[3] { x & 3, x & 1, 2 }; var c = new List { S = s }; int r = c switch { [0, ..] => 1, [_, 1, _] => 2, [.., 2 or 3] => 3, [1, .. var q] => q.Length, _ => 4 }; return r * 1000 + (s_n & 0xffff) * 10000; }
        public static int F(int x) { s_n = 0; Span<int> s = stackalloc int[3] { x & 3, x & 1, 2 }; var c = new List { S = s[(x & 3)..] }; int r = c switch { [] => 1, [_] => 2, [1, _, .. var q] when q.Length > 5 => 3, [_, 1, ..] => 4, [2, .., 2] => 7, [1, .. var t, _] => t.Length, _ => 9 }; return r + (s_n & 0xffff) * 10; }
        public static int G(int x) { s_n = 0; int t = 0; for (int i = 0; i < 4; i++) t = t * 5 + (new Log { V = (x + i) & 7 } switch { { P: 1 } => 1, { Q: 4 } => 2, { P: 2, Q: 3 } => 3, _ => 4 }); return (s_n & 0xffff) * 1000 + t; }
        """);
}
