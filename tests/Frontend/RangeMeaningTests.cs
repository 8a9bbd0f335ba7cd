using BpfSharp.Frontend.Tests.Support;
using Xunit;

namespace BpfSharp.Frontend.Tests;

/// <summary>Indexes, ranges, inline arrays, collection expressions, loops over all of them.</summary>
public class RangeMeaningTests
{
    private const string Types = """
        public struct Point { public int X; public int Y; public Point(int x, int y) { X = x; Y = y; } public readonly void Deconstruct(out int x, out int y) { x = X; y = Y; } }
        [InlineArray(4)] public struct Four { private int _f; }
        public struct Wrap { public Four F; public Point P; }
        public ref struct Lst { public Span<int> S; public readonly int Length => S.Length; public ref int this[int i] => ref S[i]; public readonly Lst Slice(int a, int b) => new() { S = S.Slice(a, b) }; }
        public struct ByVal { public int A, B, C; public readonly int Length => 3; public int this[int i] { readonly get => i == 0 ? A : i == 1 ? B : C; set { if (i == 0) A = value; else if (i == 1) B = value; else C = value; } } }
        public struct Countdown { private int _n; public Countdown(int n) => _n = n; public readonly Enumerator GetEnumerator() => new(_n); public struct Enumerator { private int _i; public Enumerator(int n) => _i = n + 1; public readonly int Current => _i; public bool MoveNext() => --_i > 0; } }
        public ref struct RefIter { private Span<int> _s; private int _i; public RefIter(Span<int> s) { _s = s; _i = -1; } public RefIter GetEnumerator() => this; public ref int Current => ref _s[_i]; public bool MoveNext() => ++_i < _s.Length; }
        """;

    [Fact]
    public void Indexes_as_values() => Twin.Check(
        """
        public static int A(int x) { Index i = ^2; Index j = 1; Span<int> s = stackalloc int[4] { 1, 2, 3, x }; return s[i] + s[j] * 3 + s[^1] + i.Value + (i.IsFromEnd ? 1 : 0) + j.GetOffset(4) + i.GetOffset(4); }
        static int At(ReadOnlySpan<int> s, Index i) => s[i];
        public static int B(int x, int i) { Span<int> s = stackalloc int[4] { 1, 2, 3, x }; return At(s, ^1) + At(s, 0) + At(s, i & 7) + At(s, ^(i & 7)); }
        public static int C(int i) { Index j = i; return j.Value; }
        public static int D(int i) { Index j = ^i; return j.Value; }
        public static bool E(int i, bool e) { Index j = new Index(i & 0xff, e), k = ^3; return j.Equals(k) || j.Equals(Index.Start) || j.Equals(Index.End) || Index.FromEnd(4).Equals(Index.FromStart(3)); }
        public static int F(int x, int i) { Span<int> s = stackalloc int[4] { 1, 2, 3, x }; var l = new Lst { S = s }; l[^1] += 2; Index j = i & 7; return l[^1] + l[1..].Length + l[..^2][^1] + l[j]; }
        public static int G(int x) { var b = new ByVal { A = x, B = 2, C = 3 }; return b[^1] + b[^3]; }
        public static int H(int x, int i) { Span<int> s = stackalloc int[4]; s[^1]++; s[^2] += x; s[^(i & 3)] ^= 5; ref int r = ref s[^4]; r = 2; return s[0] + s[1] * 3 + s[2] * 5 + s[3] * 7; }
        """,
        Types);

    [Fact]
    public void Ranges_as_values() => Twin.Check("""
        public static int A(int x) { Range r = 1..^1; Span<int> s = stackalloc int[4] { 1, 2, 3, x }; return s[r].Length + s[r][0] + s[..][3] + r.Start.Value + r.End.Value + (r.End.IsFromEnd ? 1 : 2) + (r.Equals(1..^1) ? 4 : 8); }
        static int Of(ReadOnlySpan<int> s, Range r) => s[r].Length;
        public static int B(int a, int b) { Span<int> s = stackalloc int[4]; return Of(s, (a & 7)..(b & 7)) + Of(s, ..^(b & 7)) + Of(s, ^(a & 7)..) + Of(s, Range.All) + Of(s, Range.StartAt(1)) + Of(s, Range.EndAt(^1)) + Of(s, new Range(1, 2)); }
        public static int C(int a, int b) { var (o, l) = ((a & 7)..^(b & 7)).GetOffsetAndLength(8); return o * 100 + l; }
        public static int D(int a) { Index i = a & 3; Span<int> s = stackalloc int[8]; return s[i..].Length + s[i..^1].Length + s[..i].Length; }
        """);

    [Fact]
    public void Inline_arrays() => Twin.Check(
        """
        public static int A(int x) { Four f = default; f[2] = x; int t = 0; foreach (int v in f) t = t * 3 + v; foreach (ref int v in f) v += 1; Wrap w = default; w.F = f; foreach (var v in w.F) t += v; return t + f[0]; }
        static int Sum(in Four f) { int t = 0; foreach (int v in f) t = t * 5 + v; foreach (ref readonly int v in f) t += v; return t; }
        public static int B(int x) { Four f = default; f[1] = x; return Sum(f) + Sum(in f); }
        public static int C(int x, int i) { Four f = default; f[^1] = x; f[^(i & 3)] = 4; return f[3] + f[^4] * 3; }
        public static int D(int x) { Four f = default; f[..2][0] = x; Span<int> s = f; s[3] = 9; ReadOnlySpan<int> r = f[1..]; Index j = ^2; return s[0] + r[0] + r.Length + f[j] + f[1..^1].Length; }
        static int Take(ReadOnlySpan<int> s) => s[0] + s.Length;
        static Four Make(int x) { Four f = default; f[0] = x; f[1] = x; return f; }
        public static int E(int x) { Four f = default; f[0] = x; return Take(f) + Take(f[1..3]) + Make(x)[1]; }
        static int In(in Four f, Range r) => f[r].Length + f[^1];
        public static int F(int x) { Four f = default; f[3] = x; return In(f, ..2) + In(f, 1..^0); }
        """,
        Types);

    [Fact]
    public void Collection_expressions() => Twin.Check(
        """
        public static int A(int x) { ReadOnlySpan<int> s = [x, 2, x + 1]; return s[0] * s[2] + s.Length; }
        public static int B(int x) { Four f = default; f[0] = x; Span<int> t = [..f, 9, ..f, x, 3]; return t.Length + t[0] + t[5] + t[^1] + t[9]; }
        public static int C(int x) { Four f = default; f[1] = x; ReadOnlySpan<int> s = [..f, 7]; return s.Length + s[1] + s[4]; }
        public static int D(int x) { Span<int> e = []; return e.Length + x; }
        static int s_n; static int Next() => ++s_n;
        public static int E(int x) { s_n = x & 7; ReadOnlySpan<int> s = [Next(), Next(), s_n]; return s[0] * 100 + s[1] * 10 + s[2]; }
        static int Sum(params ReadOnlySpan<int> v) { int t = 0; foreach (int i in v) t = t * 3 + i; return t; }
        public static int F(int x) { int t = 0; for (int i = 0; i < 3; i++) t += Sum(i, x); return t + Sum() + Sum(x, 2, x + 1) + Sum([4, x]); }
        public static int G(int x) { int t = 0; for (int i = 0; i < 3; i++) { ReadOnlySpan<int> s = [i, x]; t += s[0] * s[1]; } return t; }
        """,
        Types);

    [Fact]
    public void Pinned_spans() => Twin.Check("""
        static unsafe int First(Span<int> s) { fixed (int* p = s) return p == null ? -1 : *p + p[1]; }
        public static int A(int x) { Span<int> s = stackalloc int[4] { x, 2, 3, 4 }; return First(s[(x & 1)..]) + First(default) + First(s[4..]); }
        """);

    [Fact]
    public void Enumerators_of_structs() => Twin.Check(
        """
        public static int A(byte x) { int t = 0; foreach (int v in new Countdown(x & 15)) t = t * 3 + v; return t; }
        public static int B(int x) { Span<int> s = stackalloc int[3]; s[1] = x; foreach (ref int v in new RefIter(s)) v += 2; int t = 0; foreach (int v in new RefIter(s)) t = t * 3 + v; return t; }
        public static int C(int x) { Span<Point> s = stackalloc Point[2]; s[0] = new(x, 1); int t = 0; foreach (var (a, b) in s) t = t * 3 + a - b; return t; }
        public static int D(int x) { Span<(int, byte)> s = stackalloc (int, byte)[2]; s[1] = (x, 2); int t = 0; foreach ((int a, var b) in s) t = t * 3 + a - b; return t; }
        """,
        Types);
}
