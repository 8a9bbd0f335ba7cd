using BpfSharp.Frontend.Tests.Support;
using Xunit;

namespace BpfSharp.Frontend.Tests;

/// <summary>
/// Where an index is compared with a span's length when csc makes statements of something that stands behind it (a <c>switch</c>, an <c>is</c> with several tests): behind all that comes before the last of
/// those statements, and before the rest. Which of two faults comes first tells.
/// </summary>
public class EvaluationOrderTests
{
    private const string Types = """
        public struct Pair { public int A; public int B; public Pair(int a, int b) { A = a; B = b; } public int P { get => A; set => A = value; } public int Add(int v) { A += v; return A + B; } public readonly int Sum(int v) => A + B + v; public static Pair operator +(Pair a, Pair b) => new Pair(a.A + b.A, 12 / (b.B & 1)); public static implicit operator Pair(int v) => new Pair(v, 1); public static explicit operator int(Pair p) => 12 / (p.A & 1); }
        public struct Outer { public Pair In; public int C; }
        [InlineArray(4)] public struct Four { private int _e; }
        public static class Ext { public static int Twice(this ref int v, int w) { v = v * 2 + w; return v; } public static int Both(this in Pair p, bool b) => p.A + (b ? 1 : 2); }
        """;

    private const string Helpers = """
        private static int D(int z) => 12 / (z & 1);
        private static bool T(int z) => 12 / (z & 1) > 3;
        private static int F(bool b, int v) => b ? v : v + 1;
        private static int F(int v, bool b) => b ? v : v + 1;
        private static int G(bool b, bool c) => b ? c ? 1 : 2 : 3;
        private static int? N(bool b, int v) => b ? v : null;
        private static int? M(int v) => (v & 2) != 0 ? v & 63 : null;
        private static int Take(ref int e, bool b, int v) { e = v; return b ? 1 : 2; }
        private static int Take(in int e, int v, bool b) => e + v + (b ? 1 : 2);
        private static int Opt(bool b, int v, int w = 3) => b ? v : w;
        private static int Len(Span<int> s, bool b) => s.Length + (b ? 1 : 2);
        private static ref int R(Span<int> s, int i) => ref s[i];

        """;

    [Fact]
    public void Arguments() => Check(
        """
        public static int A1(int i, int x, int z) { Span<int> a = stackalloc int[4]; a[i & 7] = F(x is 1 or > 5, D(z)); return a[i & 3]; }
        public static int A2(int i, int x, int z) { Span<int> a = stackalloc int[4]; a[i & 7] = F(D(z), x is 1 or > 5); return a[i & 3]; }
        public static int A3(int i, int x, int z) { Span<int> a = stackalloc int[4]; a[i & 7] = F(D(z), x is 1 or > 5) + D(x); return a[i & 3]; }
        public static int A4(int i, int x, int z) { Span<int> a = stackalloc int[4]; a[i & 7] = F(F(x is 1 or > 5, D(z)), T(x)); return a[i & 3]; }
        public static int A5(int i, int x, int z) { Span<int> a = stackalloc int[4]; a[i & 7] = F(F(x is 1 or > 5, D(z)), x is 2 or < 0); return a[i & 3]; }
        public static int A6(int i, int x, int z) { Span<int> a = stackalloc int[4]; a[i & 7] = G(x is 1 or > 5, z is 1 or > 4); return a[i & 3]; }
        public static int A7(int i, int x, int z) { Span<int> a = stackalloc int[4]; a[i & 7] = F(x is 1 or > 5, x > 3 ? D(z) : 3); return a[i & 3]; }
        public static int A8(int i, int x, int z) { Span<int> a = stackalloc int[4]; a[i & 7] = F(x > 3 ? D(z) : 3, x is 1 or > 5); return a[i & 3]; }
        public static int A9(int i, int x, int z) { Span<int> a = stackalloc int[4]; a[i & 7] = Math.Max(x switch { 1 => 2, > 5 => x, _ => 3 }, D(z)); return a[i & 3]; }
        public static int A10(int i, int x, int z) { Span<int> a = stackalloc int[4]; a[i & 7] = Math.Max(D(z), x switch { 1 => 2, > 5 => x, _ => 3 }); return a[i & 3]; }
        public static int A11(int i, int x, int z) { Span<int> a = stackalloc int[4]; a[i & 7] = D(x switch { 1 => 2, > 5 => x, _ => z }); return a[i & 3]; }
        public static int A12(int i, int x, int z) { Span<int> a = stackalloc int[4]; a[i & 7] = Opt(x is 1 or > 5, D(z)); return a[i & 3]; }
        public static int A13(int i, int x, int z) { Span<int> a = stackalloc int[4]; a[i & 7] = Opt(v: D(z), b: x is 1 or > 5); return a[i & 3]; }
        public static int A14(int i, int x, int z) { Span<int> a = stackalloc int[4]; a[i & 7] = (byte)F(z is 1 or > 5, x) + checked((byte)(x + z)); return a[i & 3]; }
        """);

    [Fact]
    public void Lifted_operators() => Check(
        """
        public static int B1(int i, int x, int z) { Span<int> a = stackalloc int[4]; a[i & 7] = (N(x is 1 or > 5, D(z)) + M(x)) ?? 7; return a[i & 3]; }
        public static int B2(int i, int x, int z) { Span<int> a = stackalloc int[4]; a[i & 7] = (int)((N(x is 1 or > 5, 2) + M(x)).GetValueOrDefault() + D(z)); return a[i & 3]; }
        public static int B3(int i, int x, int z) { Span<int> a = stackalloc int[4]; a[i & 7] = (N(x is 1 or > 5, 2) + D(z)) ?? 7; return a[i & 3]; }
        public static int B4(int i, int x, int z) { Span<int> a = stackalloc int[4]; a[i & 7] = (M(x) + N(x is 1 or > 5, D(z))) ?? 7; return a[i & 3]; }
        public static int B5(int i, int x, int z) { Span<int> a = stackalloc int[4]; a[i & 7] = -N(x is 1 or > 5, D(z)) ?? 7; return a[i & 3]; }
        public static int B6(int i, int x, int z) { Span<int> a = stackalloc int[4]; a[i & 7] = N(x is 1 or > 5, D(z)) ?? 7; return a[i & 3]; }
        public static int B7(int i, int x, int z) { Span<int> a = stackalloc int[4]; a[i & 7] = N(x is 1 or > 5, 3) ?? D(z); return a[i & 3]; }
        public static int B8(int i, int x, int z) { Span<int> a = stackalloc int[4]; a[i & 7] = N(x is 1 or > 5, D(z)) > 3 ? 1 : D(x); return a[i & 3]; }
        public static int B9(int i, int x, int z) { Span<int> a = stackalloc int[4]; a[i & 7] = N(x is 1 or > 5, D(z)) == null ? 1 : 2; return a[i & 3]; }
        public static int B10(int i, int x, int z) { Span<int> a = stackalloc int[4]; a[i & 7] = N(x is 1 or > 5, D(z)) == 12 ? 1 : 2; return a[i & 3]; }
        public static int B11(int i, int x, int z) { Span<int> a = stackalloc int[4]; a[i & 7] = checked((int)(byte?)N(x is 1 or > 5, x)!.Value) + D(z); return a[i & 3]; }
        public static int B12(int i, int x, int z) { Span<int> a = stackalloc int[4]; a[i & 7] = N(x is 1 or > 5, x)!.Value; return a[i & 3]; }
        public static int B13(int i, int x, int z) { Span<int> a = stackalloc int[4]; a[i & 7] = (int)((long?)N(x is 1 or > 5, D(z)) ?? 3); return a[i & 3]; }
        public static int B14(int i, int x, int z) { Span<int> a = stackalloc int[4]; a[i & 7] = (int)(N(x is 1 or > 5, 4) / M(z) ?? 3); return a[i & 3]; }
        """);

    [Fact]
    public void Conditions() => Check(
        """
        public static int C1(int i, int x, int z) { Span<int> a = stackalloc int[4]; a[i & 7] = x is 1 or > 5 ? D(z) : 3; return a[i & 3]; }
        public static int C2(int i, int x, int z) { Span<int> a = stackalloc int[4]; a[i & 7] = z > 3 ? F(x is 1 or > 5, D(z)) : 3; return a[i & 3]; }
        public static int C3(int i, int x, int z) { Span<int> a = stackalloc int[4]; a[i & 7] = F(D(z) > 3 && x is 1 or > 5, D(x)); return a[i & 3]; }
        public static int C4(int i, int x, int z) { Span<int> a = stackalloc int[4]; a[i & 7] = x is 1 or > 5 && T(z) ? 1 : 2; return a[i & 3]; }
        public static int C5(int i, int x, int z) { Span<int> a = stackalloc int[4]; a[i & 7] = (x is 1 or > 5) | T(z) ? 1 : 2; return a[i & 3]; }
        public static int C6(int i, int x, int z) { Span<int> a = stackalloc int[4]; a[i & 7] = F(x, x is 1 or > 5) is var k && T(z) ? k : 2; return a[i & 3]; }
        public static int C7(int i, int x, int z) { Span<int> a = stackalloc int[4]; a[i & 7] = F(x is 1 or > 5, D(z)) is > 3 and < 100 ? 1 : 2; return a[i & 3]; }
        public static int C8(int i, int x, int z) { Span<int> a = stackalloc int[4]; a[i & 7] = F(x is 1 or > 5, D(z)) switch { 1 => 2, var k => k } + D(x); return a[i & 3]; }
        public static int C9(int i, int x, int z) { Span<int> a = stackalloc int[4]; a[i & 7] = x switch { 1 => D(z), > 5 when T(z) => 3, _ => 4 }; return a[i & 3]; }
        public static int C10(int i, int x, int z) { Span<int> a = stackalloc int[4]; a[i & 7] = !(x is 1 or > 5) ? D(z) : D(x); return a[i & 3]; }
        public static int C11(int i, int x, int z) { Span<int> a = stackalloc int[4]; if (x > 3) { x = 7; a[i & 7] = x is 1 or > 5 ? D(z) : 3; } return a[i & 3]; }
        public static int C12(int i, int x, int z) { Span<int> a = stackalloc int[4]; for (int k = 0; k < 3; k++) a[(i & 3) + k] = F(x is 1 or > 5, k == 1 ? D(z) : 3); return a[i & 3]; }
        """);

    [Fact]
    public void Objects_and_members() => Check(
        """
        public static int O1(int i, int x, int z) { Span<int> a = stackalloc int[4]; a[i & 7] = new Pair(F(x, x is 1 or > 5), D(z)).A; return a[i & 3]; }
        public static int O2(int i, int x, int z) { Span<int> a = stackalloc int[4]; a[i & 7] = new Pair { A = F(x, x is 1 or > 5), B = D(z) }.B; return a[i & 3]; }
        public static int O3(int i, int x, int z) { Span<Pair> a = stackalloc Pair[4]; a[i & 7] = new Pair { A = F(x, x is 1 or > 5), B = D(z) }; return a[i & 3].A; }
        public static int O4(int i, int x, int z) { Span<Pair> a = stackalloc Pair[4]; a[i & 7].A = F(x is 1 or > 5, D(z)); return a[i & 3].A; }
        public static int O5(int i, int x, int z) { Span<Outer> a = stackalloc Outer[4]; a[i & 7].In.B = F(x is 1 or > 5, D(z)); return a[i & 3].In.B; }
        public static int O6(int i, int x, int z) { Span<Pair> a = stackalloc Pair[4]; a[i & 7].P = F(x is 1 or > 5, D(z)); return a[i & 3].A; }
        public static int O7(int i, int x, int z) { Span<Pair> a = stackalloc Pair[4]; a[i & 7] = new Pair(1, z) + F(x, x is 1 or > 5); return a[i & 3].A; }
        public static int O8(int i, int x, int z) { Span<Pair> a = stackalloc Pair[4]; a[i & 7] = new Pair(1, F(x, x is 1 or > 5)) + new Pair(2, z); return a[i & 3].A; }
        public static int O9(int i, int x, int z) { Span<int> a = stackalloc int[4]; a[i & 7] = (int)new Pair(F(z, x is 1 or > 5), 1); return a[i & 3]; }
        public static int O10(int i, int x, int z) { Span<Pair> a = stackalloc Pair[4]; var p = new Pair(3, 4); a[i & 7] = p with { A = F(x, x is 1 or > 5), B = D(z) }; return a[i & 3].B; }
        public static int O11(int i, int x, int z) { Span<int> a = stackalloc int[4]; a[i & 7] = (F(x, x is 1 or > 5), D(z)).Item1; return a[i & 3]; }
        public static int O12(int i, int x, int z) { Span<int> a = stackalloc int[4]; Span<int> b = stackalloc int[2]; a[i & 7] = b[F(z, x is 1 or > 5) & 3] + D(z); return a[i & 3]; }
        public static int O13(int i, int x, int z) { Span<int> a = stackalloc int[4]; Span<int> b = stackalloc int[2]; a[i & 7] = b[z & 3] + F(D(z), x is 1 or > 5); return a[i & 3]; }
        public static int O14(int i, int x, int z) { Span<int> a = stackalloc int[4]; int k; a[i & 7] = (k = F(x, x is 1 or > 5)) + D(z); return a[i & 3] + k; }
        public static int O15(int i, int x, int z) { Span<int> a = stackalloc int[4]; Span<int> b = stackalloc int[2]; a[i & 7] = b[z & 3] = F(D(x), x is 1 or > 5); return a[i & 3]; }
        public static int O16(int i, int x, int z) { Span<int> a = stackalloc int[4]; a[i & 7] += F(D(z), x is 1 or > 5); return a[i & 3]; }
        public static int O17(int i, int x, int z) { Span<int> a = stackalloc int[4]; R(a, i & 7) = F(D(z), x is 1 or > 5); return a[i & 3]; }
        public static int O18(int i, int x, int z) { Span<int> a = stackalloc int[4]; int k = 3; a[i & 7] = (k += F(x, x is 1 or > 5)) + D(z); return a[i & 3] + k; }
        public static int O19(int i, int x, int z) { Span<int> a = stackalloc int[4]; (a[i & 7], int k) = (F(x, x is 1 or > 5), D(z)); return a[i & 3] + k; }
        public static int O20(int i, int x, int z) { Span<int> a = stackalloc int[4]; Span<int> b = stackalloc int[8]; a[i & 7] = F((a = b).Length, x is 1 or > 5); return a[i & 3]; }
        public static int O21(int i, int x, int z) { Span<int> a = stackalloc int[4]; a[i++ & 7] = F(i++, x is 1 or > 5) + i; return a[i & 3] + i; }
        public static int O22(int i, int x, int z) { Span<int> a = stackalloc int[4]; a[i & 7] = F(i = 2, x is 1 or > 5) + i; return a[i & 3] + i; }
        """);

    [Fact]
    public void References_and_receivers() => Check(
        """
        public static int R1(int i, int x, int z) { Span<int> a = stackalloc int[4]; return Take(ref a[i & 7], x is 1 or > 5, D(z)) + a[i & 3]; }
        public static int R2(int i, int x, int z) { Span<int> a = stackalloc int[4]; return Take(in a[i & 7], D(z), x is 1 or > 5) + a[i & 3]; }
        public static int R3(int i, int x, int z) { Span<int> a = stackalloc int[4]; return Take(a[i & 7], D(z), x is 1 or > 5) + a[i & 3]; }
        public static int R4(int i, int x, int z) { Span<Pair> a = stackalloc Pair[4]; return Take(ref a[i & 7].B, D(z) switch { 1 => true, _ => T(x) }, D(z)) + a[i & 3].B; }
        public static int R5(int i, int x, int z) { Span<int> a = stackalloc int[4]; return Take(ref a[i & 7], T(z), z > 0 ? 1 : 2) + a[i & 3]; }
        public static int R6(int i, int x, int z) { Span<Pair> a = stackalloc Pair[4]; return a[i & 7].Add(F(D(z), x is 1 or > 5)) + a[i & 3].A; }
        public static int R7(int i, int x, int z) { Span<Pair> a = stackalloc Pair[4]; return a[i & 7].Sum(F(D(z), x is 1 or > 5)) + a[i & 3].A; }
        public static int R8(int i, int x, int z) { Span<Outer> a = stackalloc Outer[4]; return a[i & 7].In.Add(F(x is 1 or > 5, D(z))) + a[i & 3].In.A; }
        public static int R9(int i, int x, int z) { Span<int> a = stackalloc int[4]; return a[i & 7].Twice(F(D(z), x is 1 or > 5)) + a[i & 3]; }
        public static int R10(int i, int x, int z) { Span<Pair> a = stackalloc Pair[4]; return a[i & 7].Both(T(z) && x is 1 or > 5) + a[i & 3].A; }
        public static int R11(int i, int x, int z) { Span<int> a = stackalloc int[4]; return a[i & 7] + F(D(z), x is 1 or > 5); }
        public static int R12(int i, int x, int z) { Span<int> a = stackalloc int[4]; return a[i & 7].CompareTo(F(D(z), x is 1 or > 5)); }
        public static int R13(int i, int x, int z) { ReadOnlySpan<int> a = stackalloc int[4]; return Take(in a[i & 7], D(z), x is 1 or > 5) + a[i & 3]; }
        public static int R14(int i, int x, int z) { Span<int> a = stackalloc int[4]; return Take(ref a[i & 7], x is 1 or > 5, x > 3 ? D(z) : 3) + a[i & 3]; }
        """);

    [Fact]
    public void Other_elements() => Check(
        """
        public static int E1(int i, int x, int z) { Four a = default; Span<int> b = stackalloc int[4]; a[i & 7] = F(D(z), x is 1 or > 5); return a[i & 3]; }
        public static int E2(int i, int x, int z) { Span<int> a = stackalloc int[4]; a[^(i & 7)] = F(D(z), x is 1 or > 5); return a[i & 3]; }
        public static int E3(int i, int x, int z) { Span<int> a = stackalloc int[4]; a.Slice(i & 7, 1)[z & 1] = F(D(x), x is 1 or > 5); return a[i & 3]; }
        public static int E4(int i, int x, int z) { Span<int> a = stackalloc int[4]; a[(i & 7)..][z & 1] = F(D(x), x is 1 or > 5); return a[i & 3]; }
        public static int E6(int i, int x, int z) { Span<int> a = stackalloc int[4]; return Len(a[(i & 7)..], T(z) && x is 1 or > 5); }
        public static int E5(int i, int x, int z) { Span<int> a = stackalloc int[4]; return Len(a.Slice(i & 7, 1), T(z) && x is 1 or > 5); }
        public static int E7(int i, int x, int z) { Span<int> a = stackalloc int[4]; return Len(a.Slice(i & 7), T(z) && x is 1 or > 5); }
        public static int E8(int i, int x, int z) { Span<int> a = stackalloc int[4]; a.Slice(i & 7)[z & 3] = F(D(x), x is 1 or > 5); return a[i & 3]; }
        public static int E9(int i, int x, int z) { Span<int> a = stackalloc int[4]; return Math.Max(a.Slice(i & 7, 1)[0], F(D(x), x is 1 or > 5)); }
        public static int E10(int i, int x, int z) { Span<Four> a = stackalloc Four[4]; a[i & 7][z & 7] = F(D(x), x is 1 or > 5); return a[i & 3][1]; }
        public static int E11(int i, int x, int z) { Span<int> a = stackalloc int[4]; a[i & 7] = Len(stackalloc int[3], T(z)) ; return a[i & 3]; }
        public static int E12(int i, int x, int z) { Span<int> a = stackalloc int[4]; a[i & 7] = D(z) + Len(stackalloc int[3], true) ; return a[i & 3]; }
        public static int E13(int i, int x, int z) { Four a = default; Span<int> b = stackalloc int[4]; return Take(ref a[i & 7], x is 1 or > 5, D(z)) + a[i & 3]; }
        public static int E14(int i, int x, int z) { Span<int> a = stackalloc int[4]; a[..(i & 7)][z & 1] = F(D(x), x is 1 or > 5); return a[i & 3]; }
        """);

    [Fact]
    public void Branches_behind() => Check(
        """
        public static int G1(int i, int x, int z) { Span<int> a = stackalloc int[4]; return Take(ref a[i & 7], T(z) && x is 1 or > 5, x > 3 ? D(x) : 3) + a[i & 3]; }
        public static int G2(int i, int x, int z) { Span<Outer> a = stackalloc Outer[4]; return a[i & 7].In.Add(z > 3 ? F(x is 1 or > 5, D(z)) : D(x)) + a[i & 3].In.A; }
        public static int G3(int i, int x, int z) { Span<Pair> a = stackalloc Pair[4]; a[i & 7].P = x > 3 ? F(x is 1 or > 5, D(z)) : D(x); return a[i & 3].A; }
        public static int G4(int i, int x, int z) { Four a = default; Span<int> b = stackalloc int[4]; a[i & 7] = (D(z) > 3 ? x : z) switch { 1 => 2, var k => k } + D(x); return a[i & 3]; }
        public static int G5(int i, int x, int z) { Span<int> a = stackalloc int[4]; a[^(i & 7)] = F(D(z), x is 1 or > 5) + (z > 3 ? D(x) : 1); return a[i & 3]; }
        public static int G6(int i, int x, int z) { Span<int> a = stackalloc int[4]; a.Slice(i & 7, 1)[z & 1] = F(D(x), x is 1 or > 5 && T(z)) + (z > 3 ? D(z) : 1); return a[i & 3]; }
        public static int G7(int i, int x, int z) { Span<int> a = stackalloc int[4]; return Len(a.Slice(i & 7, 1), x is 1 or > 5 && T(z)); }
        public static int G8(int i, int x, int z) { Span<int> a = stackalloc int[4]; a[(x > 3 ? i : z) & 7] = F(D(x), x is 1 or > 5) + (z > 3 ? D(z) : 1); return a[i & 3]; }
        public static int G9(int i, int x, int z) { Span<int> a = stackalloc int[4]; int n = 0; while (n < 4 && Take(ref a[(i + n) & 7], x is 1 or > 5, D(z + n)) > 0) n++; return n; }
        public static int G10(int i, int x, int z) { Span<int> a = stackalloc int[4]; a[i & 7] = Take(ref a[z & 7], x is 1 or > 5, D(x)) + (x > 3 ? D(z) : 4); return a[i & 3]; }
        public static int G11(int i, int x, int z) { Span<int> a = stackalloc int[4]; a[i & 7] = F(z switch { 1 => 2, _ => 3 }, x > 3 && T(z)) + D(x); return a[i & 3]; }
        public static int G12(int i, int x, int z) { Span<int> a = stackalloc int[4]; a[i & 7] = new Pair { A = F(x, x is 1 or > 5), B = z > 3 ? D(z) : D(x) }.B + D(x); return a[i & 3]; }
        public static int G13(int i, int x, int z) { Span<int> a = stackalloc int[4]; a[i & 7] = (N(x is 1 or > 5, 3) + (z > 3 ? D(z) : M(x))) ?? D(x); return a[i & 3]; }
        public static int G14(int i, int x, int z) { Span<int> a = stackalloc int[4]; a[i & 7] = (N(x is 1 or > 5, 3) ?? M(D(z)) ?? 4) + D(x); return a[i & 3]; }
        public static int G15(int i, int x, int z) { Span<int> a = stackalloc int[4]; a[i & 7] = N(x is 1 or > 5, 3)?.CompareTo(D(z)) ?? D(x); return a[i & 3]; }
        public static int G16(int i, int x, int z) { Span<int> a = stackalloc int[4]; a[i & 7] = x is 1 or > 5 ? D(z) : z is 2 or < 0 ? D(x) : throw new Exception(); return a[i & 3]; }
        public static int G17(int i, int x, int z) { Span<int> a = stackalloc int[4]; a[i & 7] = F(x, x is 1 or > 5) is > 3 and < 100 && T(z) ? 1 : D(x); return a[i & 3]; }
        public static int G18(int i, int x, int z) { Span<int> a = stackalloc int[4]; a[i & 7] = (F(x, T(z) && x is 1 or > 5), 3) is (> 3, 3) ? D(z) : D(x); return a[i & 3]; }
        public static int G19(int i, int x, int z) { Span<int> a = stackalloc int[4]; a[i & 7] = Silent(x) is var k and > 3 && k is 5 or > 7 ? D(z) : 2; return a[i & 3]; int Silent(int v) => D(z) + v; }
        public static int G20(int i, int x, int z) { Span<int> a = stackalloc int[4]; int k = 1; a[i & 7] = k = F(x, T(z) && x is 1 or > 5) + D(x); return a[i & 3] + k; }
        public static int G21(int i, int x, int z) { Span<int> a = stackalloc int[4]; int k = 1; a[i & 7] = (k += F(x, x is 1 or > 5)) + D(x) + (k += D(z)); return a[i & 3] + k; }
        public static int G22(int i, int x, int z) { Span<long> a = stackalloc long[4]; a[i & 7] = checked((byte)F(x, T(z) && x is 1 or > 5)); return (int)a[i & 3]; }
        public static int G23(int i, int x, int z) { Span<Pair> a = stackalloc Pair[4]; a[i & 7] = F(x, T(z) && x is 1 or > 5); return (int)a[i & 3].A; }
        """);

    private static void Check(string members) => Twin.Check(Helpers + members, Types);
}
