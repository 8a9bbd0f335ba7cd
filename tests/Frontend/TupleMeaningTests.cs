using BpfSharp.Frontend.Tests.Support;
using Xunit;

namespace BpfSharp.Frontend.Tests;

/// <summary>Tuples, deconstruction, operators on nullable structs.</summary>
public class TupleMeaningTests
{
    private const string Types = """
        public struct Point { public int X; public int Y; public Point(int x, int y) { X = x; Y = y; } public readonly void Deconstruct(out int x, out int y) { x = X; y = Y; } public int P { get; set; } }
        [InlineArray(4)] public struct Four { private int _f; }
        public struct Eq { public int V; public static int N; public static bool operator ==(Eq a, Eq b) { N++; return a.V == b.V; } public static bool operator !=(Eq a, Eq b) => !(a == b); public override bool Equals(object? o) => false; public override int GetHashCode() => 0; }
        public struct Num { public int V; public Num(int v) => V = v; public static int N;
            public static Num operator +(Num a, Num b) { N++; return new(a.V + b.V); } public static Num operator -(Num a) => new(-a.V); public static Num operator ++(Num a) => new(a.V + 1);
            public static implicit operator Num(int x) => new(x); public static explicit operator int(Num n) => n.V; public static explicit operator Num?(long n) => n > 0 ? new Num((int)n) : null;
            public static bool operator <(in Num a, in Num b) => a.V < b.V; public static bool operator >(in Num a, in Num b) => a.V > b.V;
            public static bool operator ==(Num a, Num b) { N++; return a.V == b.V; } public static bool operator !=(Num a, Num b) { N++; return a.V != b.V; } public override bool Equals(object? o) => false; public override int GetHashCode() => 0; }
        """;

    [Fact]
    public void Deconstruction_has_a_value() => Twin.Check(
        """
        public static int A(int x) { int a; return ((a, _) = (x, 2)).Item1 + a; }
        public static int B(int x) { (int a, int b) = (x, 1); for ((a, b) = (0, 3); a < b; (a, b) = (a + 1, b)) x++; return x + a; }
        public static long C(int x) { byte b; long l; var t = ((b, l) = (1, x)); ((b, _), l) = ((3, 4), 5L); var u = ((b, (l, _)) = (7, new Point(x, 2))); return t.Item1 + t.Item2 + u.Item2.Item1 + b + l; }
        public static int D(int x) { Four f = default; int i = 0; (f[i++], (f[i++], f[i++])) = (x, (x + 1, i)); return f[0] + f[1] * 3 + f[2] * 5; }
        public static int E(int x) { var p = new Point(x, 2); (p.X, p.Y) = p; (p.Y, p.P) = (p.X, p.Y); return p.X + p.Y * 3 + p.P * 5; }
        public static int F(int x, int y) { (int a, (var b, _)) = (x, (y, 3)); int c; (c, var d) = (a, b); (x, var (e, f)) = (y, new Point(1, x)); (_, a) = (1, 2); return a + b * 3 + c * 5 + d * 7 + x * 11 + e + f; }
        """,
        Types);

    [Fact]
    public void Comparisons() => Twin.Check(
        """
        public static bool A(int x) { Eq a = new() { V = x }; Eq.N = 0; bool r = (a, x) == (a, 3); return r ^ Eq.N == 2; }
        public static int B(int x) { Eq a = new() { V = x }, b = new() { V = 2 }; Eq.N = 0; bool r = (x, a, b) != (3, b, b); return Eq.N * 2 + (r ? 1 : 0); }
        public static bool C(int x, bool n) { int? a = n ? x : null; return (a, x) == (3, 3) || (a, 1) == (null, 1) || (a, a) == (a, 3L); }
        public static bool D(int x, int y) { var a = (x, y); var b = (y, x); return a == b || a != (1, 2); }
        """,
        Types);

    [Fact]
    public void Long_tuples_and_conversions() => Twin.Check(
        """
        public static int A(int x) { var t = (1, 2, 3, 4, 5, 6, 7, 8, x); t.Item9++; (int a, int b, int c, int d, int e, int f, int g, int h, int i) = t; return t.Item9 + t.Item8 + t.Item1 + h * i + t.Rest.Item2; }
        public static bool B(int x) => (1, 2, 3, 4, 5, 6, 7, 8, x) == (1, 2, 3, 4, 5, 6, 7, 8, 9) || (1, 2, 3, 4, 5, 6, 7, x) is (_, _, _, _, _, _, _, > 100);
        static (int A, long B) T(int x) => (x, x);
        public static long C(int x) { var t = T(x); t.A++; (long, long) w = t; (long, (byte, int))? q = null; ((long, long), short) z = (t, (short)3); return w.Item1 + w.Item2 + t.B + z.Item1.Item1 + (q is null ? 1 : 0); }
        """,
        Types);

    [Fact]
    public void User_defined_operators_on_nullable_structs() => Twin.Check(
        """
        public static int A(int x, int y, bool c, bool d) { Num.N = 0; Num? a = c ? new Num(x) : null, b = d ? new Num(y) : null; Num? s = a + b; return (s?.V ?? -1) + ((-a)?.V ?? -2) + (a < b ? 10 : 0) + (a > 3 ? 20 : 0) + Num.N * 3; }
        public static int B(int x, bool c) { Num? a = c ? new Num(x) : null; a++; a += 4; var o = a++; return (a?.V ?? -1) + (o?.V ?? -7) + (++a)?.V ?? -6; }
        public static int C(int x, bool c) { int? v = c ? x : null; Num? a = v; return (a?.V ?? -1) + ((int?)a ?? -4); }
        public static int D(int x, bool c) { Num? a = c ? new Num(x) : null; return (int)a; }
        public static int E(int x, int y, bool c, bool d) { Num.N = 0; Num? a = c ? new Num(x) : null, b = d ? new Num(y) : null; return (a == b ? 1 : 0) + (a != b ? 2 : 0) + (a == null ? 4 : 0) + (a == new Num(3) ? 8 : 0) + (b != 3 ? 16 : 0) + Num.N * 32; }
        public static int F(long x) { Num? a = (Num?)x; return a?.V ?? -1; }
        """,
        Types);
}
