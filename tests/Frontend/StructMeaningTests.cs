using BpfSharp.Frontend.Tests.Support;
using Xunit;

namespace BpfSharp.Frontend.Tests;

public class StructMeaningTests
{
    private const string Types = """
        public struct Point { public int X; public long Y; public Point(int x, long y) { X = x; Y = y; } public readonly long Sum() => X + Y; public void Move(int by) { X += by; Y -= by; } public int Half { readonly get => X / 2; set => X = value * 2; }
            public static Point operator +(Point a, Point b) => new(a.X + b.X, a.Y + b.Y);
            public static Point operator -(in Point a) => new(-a.X, -a.Y);
            public static bool operator ==(Point a, Point b) => a.X == b.X && a.Y == b.Y;
            public static bool operator !=(Point a, Point b) => !(a == b);
            public static implicit operator long(Point p) => p.Y;
            public static explicit operator Point(int x) => new(x, x);
            public static Point operator ++(Point p) => new(p.X + 1, p.Y + 1);
            public readonly long this[int i] => i == 0 ? X : Y;
            public override readonly bool Equals(object? o) => false; public override readonly int GetHashCode() => X; }
        public struct Outer { public byte Tag; public Point P; public Inner I; public struct Inner { public short S; public Point Q; } }
        public struct Auto { public int A { get; set; } public long B { get; init; } = 7; public readonly int C => A + 1; public int D = 3; public Auto() { A = 5; } public Auto(int a) : this() { D += a; } }
        public record struct Pair(int Left, long Right) { public readonly long Total => Left + Right; }
        public readonly record struct Named(Pair First, byte Second);
        public struct Partly { public int A, B; public Partly(int a) { A = a; } }
        public ref struct Refs { public ref int R; public ref readonly long L; public Refs(ref int r, in long l) { R = ref r; L = ref l; } public int Take() => R++ + (int)L; }
        [InlineArray(4)] public struct Four { private int _first; }
        """;

    [Fact]
    public void Copies_and_fields() => Twin.Check(
        """
        public static long A(int x, long y) { var p = new Point(x, y); var q = p; q.X++; q.Y = 5; return p.X * 31 + p.Y * 7 + q.X + q.Y; }
        public static long B(int x, long y) { Outer o = default; o.Tag = (byte)x; o.P = new Point(x, y); o.I.Q = o.P; o.I.Q.X -= 2; o.I.S = (short)y; var c = o.I; c.S++; return o.Tag + o.P.Sum() + o.I.Q.Sum() * 3 + o.I.S + c.S * 5; }
        public static long C(int x) { var p = new Point(x, 1); Change(p); long before = p.X; Change(ref p); return before * 31 + p.X + Read(p) + Read(in p); }
        static void Change(Point p) { p.X = 99; }
        static void Change(ref Point p) { p.X = 77; p.Y++; }
        static long Read(in Point p) => p.X * 3 + p.Y;
        public static long D(int x, long y) { var p = new Point { X = x, Y = y + 1 }; p = p with { Y = p.X }; return p.Sum(); }
        public static long E(int x) { Point p = default; p.Move(x); p.Half = p.Half + 1; p.Half++; return p.X + p.Y + p[0] * 3 + p[1]; }
        public static long F(int x) { Point p = new(); var q = p = new Point(x, 2); q.X++; return p.X + q.X; }
        public static int G(int x) { var p = new Partly(x); return p.A + p.B; }
        public static long H(int x, bool c) { var p = new Point(x, 1); var q = new Point(2, x); var r = c ? p : q; r.X++; return p.X + q.X * 3 + r.X * 7 + (c ? p : q).Y; }
        public static long I(int x) => Make(x).X + Make(x).Sum();
        static Point Make(int x) => new(x, x + 1);
        """,
        Types);

    [Fact]
    public void Operators_and_conversions() => Twin.Check(
        """
        public static long A(int x, long y) { Point p = new Point(x, y) + new Point(1, 2); p += p; p = -p; return p.X + p.Y; }
        public static bool B(int x, long y) => new Point(x, y) == new Point(3, 4) || new Point(x, y) != new Point(x, 5);
        public static long C(int x) { Point p = (Point)x; long y = p; return y + (long)p; }
        public static long D(int x) { Point p = new(x, x); var a = p++; var b = ++p; return a.X * 31 + b.X * 7 + p.Y; }
        """,
        Types);

    [Fact]
    public void Constructors_and_properties() => Twin.Check(
        """
        public static long A(int x) { var a = new Auto(); a.A += x; var b = new Auto(x) { A = 9, B = x }; return a.A + a.B + a.C + a.D * 3 + b.A * 5 + b.B * 7 + b.D * 11; }
        public static long B(int x) { Auto a = default; return a.A + a.B + a.D + x; }
        """,
        Types);

    [Fact]
    public void Record_structs() => Twin.Check(
        """
        public static long A(int x, long y) { var p = new Pair(x, y); var q = p with { Left = 4 }; p.Right++; return p.Total * 3 + q.Total + (p == q ? 1 : 0) + (p != q ? 2 : 0) + (p.Equals(q) ? 4 : 0); }
        public static bool B(int x, long y) => new Named(new Pair(x, 1), (byte)y) == new Named(new Pair(1, 1), 1);
        public static bool C(int x, long y) => new Named(new Pair(x, y), 3) == new Named(new Pair(x, y), 3);
        """,
        Types);

    [Fact]
    public void References() => Twin.Check(
        """
        public static int A(int x, int y) { ref int r = ref x; r++; r = ref y; r *= 2; ref readonly int c = ref x; return x * 31 + y + c; }
        public static int B(int x, int y, bool c) { (c ? ref x : ref y)++; ref int r = ref Pick(ref x, ref y, c); r += 10; Pick(ref x, ref y, !c) = 5; return x * 31 + y; }
        static ref int Pick(ref int a, ref int b, bool c) { if (c) return ref a; return ref b; }
        static ref int Other(ref int a, ref int b) { a = ref b; a++; return ref a; }
        public static int C(int x, int y) { ref int r = ref Other(ref x, ref y); r *= 3; return x + y * 31; }
        public static int D(int x) { Init(out int a, out var b, x); Init(out _, out b, a); return a + b; }
        static void Init(out int a, out long b, int x) { a = x + 1; b = x - 1; }
        public static long E(int x) { Outer o = default; ref Outer.Inner i = ref o.I; ref int q = ref i.Q.X; q = x; i.S = 3; ref var p = ref o.P; p = i.Q; p.Y = 9; return o.I.Q.X + o.I.S + o.P.X + o.P.Y; }
        public static long F(int x, long y) { var r = new Refs(ref x, in y); r.R += 2; int z = 4; int t = r.Take(); r.R = ref z; r.R++; return x * 31 + z * 7 + t + r.L; }
        public static int G(int x) { Swap(ref x, ref x); int y = 3; Swap(ref x, ref y); return x * 31 + y; }
        static void Swap(ref int a, ref int b) { int t = a; a = b; b = t; }
        """.Replace("public static int D(int x) { Init(out int a, out var b, x); Init(out _, out b, a); return a + b; }", "public static long D(int x) { Init(out int a, out var b, x); Init(out _, out b, a); return a + b; }"),
        Types);

    [Fact]
    public void Readonly_variables_are_protected_by_copies() => Twin.Check(
        """
        static readonly int s_zero = 0;
        public static long A(int x, long y) => Moved(new Point(x, y));
        static long Moved(in Point p) { p.Move(3); return p.Sum(); }
        public static long B(int x) { var p = new Point(x, 1); ref readonly Point r = ref p; r.Move(5); return r.X + r.Sum(); }
        public static long C(int x) { var p = new Point(x, 1); ref readonly Point r = ref p; r.Move(Bump(ref p)); return p.X; }
        public static long D(int x) { var p = new Point(x, 1); ((Point)p).Move(5); return p.X; }
        static int Bump(ref Point p) { p.X++; return 1; }
        """,
        Types);

    [Fact]
    public void Properties_give_copies() => Twin.Check(
        """
        static long Both(in Point p, ref Holder h) { h.P = new Point(50, 60); return p.X; }
        static bool Flip(ref Holder h, bool c) { h.P = new Point(70, 80); return c; }
        public static long A(int x) { var h = new Holder { P = new Point(x, 1) }; long r = Both(h.P, ref h); h.P.Move(5); return r * 31 + h.P.X; }
        public static long B(int x, bool c) { var h = new Holder { P = new Point(x, 1) }; return h.P.Add(Flip(ref h, c) ? 1 : 2) + h.P.X; }
        public static long C(int x, bool c) { var h = new Holder(); h.N = Flip(ref h, c) ? x : 3; h.N += c ? x : 4; return h.N + h.P.X; }
        """,
        Types + "public struct Holder { public Point P { get; set; } public int N { get; set; } } public static class PointMore { public static long Add(this in Point p, int by) => p.X + by; }");

    [Fact]
    public void Fields_that_share_bytes() => Twin.Check(
        "public static long A(long x, int y) { U u = default; u.A = new Pair2 { L = x, R = y }; u.B = u.A; u.A = u.B; return u.A.L * 31 + u.A.R + u.B.L * 7 + u.B.R; }",
        "public struct Pair2 { public long L; public long R; } [StructLayout(LayoutKind.Explicit)] public struct U { [FieldOffset(0)] public Pair2 A; [FieldOffset(8)] public Pair2 B; }");

    [Fact]
    public void Inline_arrays() => Twin.Check(
        """
        public static int A(int x, int i) { Four f = default; f[0] = x; f[3] = 7; f[i] += 2; return f[0] + f[1] * 3 + f[2] * 5 + f[3] * 11; }
        public static int B(int i) { Four f = default; for (int k = 0; k < 4; k++) f[k] = k * k; return f[i & 3]; }
        """,
        Types);

    [Fact]
    public void Tuples() => Twin.Check(
        """
        public static long A(int x, long y) { (x, y) = ((int)y, x); (int a, long b) t = (x, y); t.a++; var u = t; (long c, _) = u; var (d, (e, f)) = (1, (2, x)); return t.a + t.b * 3 + u.Item1 + c + d + e + f; }
        public static bool B(int x, long y) => (x, y) == (1, 2L) || (x, y) != (x, 3) && (x, (y, x)) == (x, (y, 5));
        public static long C(int x) { var (l, r) = new Pair(x, 4); (l, int q) = (3, l); return l + r * 3 + q; }
        public static int D(int x, int y, bool c) { (x, y) = (y, c ? 1 : x); return x * 31 + y; }
        public static int E(int x) { int i = 0; Four f = default; (f[i++], f[i++]) = (i, x); return f[0] * 31 + f[1]; }
        static (int, byte) Both(int x) => (x, (byte)x);
        public static int F(int x) { var (a, b) = Both(x); return a + b + Both(x).Item2; }
        """,
        Types);

    [Fact]
    public void Nullable_values() => Twin.Check(
        """
        static int? Of(int x, bool c) => c ? x : null;
        static Point? P(int x, bool c) { if (c) return new Point(x, x); return null; }
        public static int A(int x, bool c) => Of(x, c) ?? 5;
        public static int B(int x, bool c) { int? n = Of(x, c); n ??= 7; n++; n += 3; n *= Of(x, true); return n.Value + n.GetValueOrDefault() + (n.HasValue ? 1 : 0) + (n == null ? 2 : 0) + (n != null ? 4 : 0); }
        public static int C(int x, bool c) => Of(x, c).Value;
        public static int D(int x, bool c) => (int)Of(x, c) + Of(3, c).GetValueOrDefault(9);
        public static int E(int x, int y, bool c, bool d) { int? a = Of(x, c), b = Of(y, d); int? s = a + b * 2 - 1; return (s ?? -1) + (a < b ? 10 : 0) + (a >= b ? 20 : 0) + (a == b ? 40 : 0) + (a != b ? 80 : 0) + (-a ?? 1) + (~b ?? 2) + ((a << b) ?? 3); }
        public static long F(int x, bool c) { long? l = Of(x, c); byte? b = (byte?)l; b += 200; b--; return (l ?? 1) + (b ?? 2) + (b is 7 ? 5 : 0); }
        public static int G(int x, bool c) => Of(x, c) switch { null => 1, 0 => 2, > 50 and < 100 => 3, not 7 => 4, 7 => 5 };
        public static int H(int x, bool c) => Of(x, c) is int y && y > 3 ? y : Of(x, c) is { } z ? -z : Of(x, c) is not null ? 1 : 2;
        public static long I(int x, bool c) => (P(x, c)?.Sum() ?? 3) + (P(x, c)?.X ?? 4) + (P(x, c) is { X: > 3, Y: var y } ? y : 0) + (P(x, true)!.Value.Sum());
        static bool? T(int x) => (x % 3) switch { 0 => null, 1 => true, _ => false };
        public static int J(int x, int y) { bool? a = T(x & 255) & T(y & 255), b = T(x & 255) | T(y & 255), d = !T(x & 255), e = T(x & 255) ^ T(y & 255); return (a == true ? 1 : a == false ? 2 : 3) + (b == true ? 10 : b == false ? 20 : 30) + (d ?? false ? 100 : 200) + (e is null ? 1000 : e.Value ? 2000 : 3000); }
        public static int K(int x, bool c) { int? n = Of(x, c); int? old = n++; int? now = --n; checked { return (old ?? 1) + (now ?? 2) + (n + 1 ?? 3); } }
        public static int L(int x, int y, bool c) => (Of(x, c) / y ?? 1) + (default(int?) ?? 2);
        """,
        Types);
}
