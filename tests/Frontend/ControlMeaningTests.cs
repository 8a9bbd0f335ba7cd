using BpfSharp.Frontend.Tests.Support;
using Xunit;

namespace BpfSharp.Frontend.Tests;

public class ControlMeaningTests
{
    [Fact]
    public void Loops_and_jumps() => Twin.Check("""
        public static int A(byte n) { int s = 0; for (int i = 0; i < n; i++) { if (i % 3 == 0) continue; if (s > 500) break; s += i; } return s; }
        public static int B(byte n) { int s = 0; while (n != 0) { s += n & 1; n >>= 1; } return s; }
        public static int C(byte n) { int s = 1; do { s *= 3; n--; } while (n > 250); return s; }
        public static int D(byte n) { for (int i = 0; i < 9; i++) for (int j = 0; j < 9; j++) if (i * j == n) goto found; return -1; found: return n; }
        public static int E(byte n) { int i = 0; again: i += 7; if (i < n) goto again; return i; }
        public static int F(int x) { if (x > 5) { if (x > 10) return 1; } else if (x < -5) return 2; else return 3; return 4; }
        """);

    [Fact]
    public void Switches() => Twin.Check("""
        public enum Color : byte { Red, Green = 5, Blue }
        public static int A(int x) { switch (x) { case 0: return 10; case 1: case 2: x = 5; goto case 5; case 5: return x + 50; case > 100 when x < 200: return 3; case < -100 and > -200: goto default; default: return -1; } }
        public static int B(int x) => x switch { < 0 => 1, 0 => 2, > 0 and < 100 => 3, 100 or 200 or 300 => 4, not 1000 when x % 2 == 0 => 5, _ => 6 };
        public static int C(Color c) => c switch { Color.Red => 1, Color.Green => 2, Color.Blue => 3, _ => throw new InvalidOperationException() };
        public static int D(Color c) { switch (c) { case Color.Blue: return 9; case Color.Red: break; } return 1; }
        public static bool E(long x) => x is > 10 and < 20 or -1;
        public static bool F(uint x) => x is >= 0x80000000 or 7;
        public static int G(int x) => x is var y && y > 5 ? y : x is int z ? -z : 0;
        public static int H(bool b) => b switch { true => 1, false => 2 };
        public static int I(int x) => x switch { 1 => 1, 2 => 2 };
        public static int J(char c) => c is >= '0' and <= '9' ? c - '0' : -1;
        """.Replace("x switch { 1 => 1, 2 => 2 }", "x switch { 1 => 1, 2 => 2, _ => 3 }"));

    [Fact]
    public void Finally_regions() => Twin.Check(
        """
        public static int s, t;
        public static int A(int x) { int y = 1; try { y = 2; y = 100 / x; if (y > 10) return y; y += 3; } finally { y *= 7; } return y; }
        public static int B(int x) { int y = 0; for (int i = 0; i < 9; i++) { try { if (i == x) break; if ((i & 1) == 0) continue; y += i; } finally { y += 100; } y += 1000; } return y; }
        public static int C(int x, int z) { s = 0; try { try { s = s * 10 + 1; s += 60 / x; } finally { s = s * 10 + 2; s += 60 / z; } s = s * 10 + 3; } finally { s = s * 10 + 4; } return s; }
        public static int D(int x, int z) { s = 0; try { C(x, z); } finally { try { s += 1; if (z > 100) goto end; s += 60 / z; end: s += 3; } finally { s *= 3; } } return s; }
        public static int E(int x) { using var a = new R { Add = 3 }; using (new R { Add = x }) { s = 1; if (x > 7) return s; s = checked(x * 100000); } return s; }
        public static int F(int x) { var p = new R { Add = 1 }; try { return Make(x, ref p).Add; } finally { s = p.Add; } }
        static R Make(int x, ref R p) { try { var r = new R { Add = x }; if (x > 3) return r; r.Add = 9; p.Add = 50 / x; return r; } finally { p.Add += 4; } }
        public static int G(int x) { s = 5; Either(x)++; return s; }
        static ref int Either(int x) { try { if (x > 0) return ref s; return ref t; } finally { s *= 3; } }
        public static int H(int x) { int n = s = 0; foreach (int i in new Few { Left = 5 }) { if (i == x) return n; n += 12 / i; } return n + s; }
        public static int I(int x) { try { throw new InvalidOperationException(); } finally { s = 100 / x; } }
        public static void J(int x) { try { if (x > 4) return; s = 7; } finally { s += 100 / x; } s++; }
        public static int K(int x) => Scoped(new R { Add = 5 }, x);
        static int Scoped<T>(T scope, int x) where T : struct, IDisposable { using (scope) return 100 / x; }
        public static int M(int x) { s = 0; using (var m = new Stepped { N = x }) { m.Step(); m.Inner.Go(); s += m.N * 3 + m.Inner.N; } Span<Stepped> all = stackalloc Stepped[2]; foreach (var m in all) { m.Step(); m.Inner.Go(); s += m.N * 5 + m.Inner.N; } return s; }
        public static int L(int x) { try { } finally { s = x; } try { s++; } finally { } return s; }
        """,
        """
        public struct R : IDisposable { public int Add; public void Dispose() { Add += 100; Methods.s += Add; } }
        public struct Step { public int N; public void Go() => N++; }
        public struct Stepped : IDisposable { public int N; public Step Inner; public void Step() => N += 2; public void Dispose() => Methods.s += N; }
        public ref struct Few { public int Left; public int Current => Left; public Few GetEnumerator() => this; public bool MoveNext() => --Left > -3; public void Dispose() => Methods.s += 1000 + Left; }
        """);

    [Fact]
    public void Property_patterns() => Twin.Check(
        """
        public static int A(int x, long y) { var p = new P { X = x, Y = y }; return p switch { { X: 0 } => 1, { X: > 0, Y: < 0 } => 2, { Z: var z } when z > 3 => (int)z, { Y: 1 or 2 or 3 } q => q.X, _ => 0 }; }
        public static bool B(int x) => new P { X = x } is { X: > 3 and not 7 };
        public static bool C(int x, long y) => new O { P = new P { X = x, Y = y } } is { P: { X: 1, Y: var q } } && q == 1 || new O { P = new P { X = x, Y = y } } is { P.Y: > 5 };
        """,
        "public struct P { public int X; public long Y; public readonly long Z => X + Y; } public struct O { public P P; }");

    [Fact]
    public void Evaluation_order() => Twin.Check("""
        static int Next(ref int x) { x = x * 5 + 1; return x; }
        static int Three(int a, int b, int c) => a * 961 + b * 31 + c;
        static bool Test(ref int x, bool r) { x++; return r; }
        public static int A(int i) { i &= 255; int a = i++ + i++ * 3; i += i++ - --i; return a * 31 + i; }
        public static int B(int i) => Three(Next(ref i), Next(ref i), i);
        public static int C(int i) => Three(c: Next(ref i), a: Next(ref i), b: i);
        public static int D(int x) { x = x++ + (x = 5) + x; return x; }
        public static int E(int x, bool c) { x += c ? 1 : (x = 7); return x; }
        public static int F(int x, bool c) { int y = x; y *= Test(ref y, c) ? y : 3; return y; }
        public static int G(int x, bool a, bool b) { _ = Test(ref x, a) && Test(ref x, b) || Test(ref x, a); return x; }
        public static int H(int x, bool c) => x + (c ? (x = 3) : x++) + x;
        public static int I(int x, bool c) => Three(x, c ? x++ : x--, x);
        public static int J(int x) { int y, z; y = z = x + 1; return y * 31 + z; }
        """);

    [Fact]
    public void Faults() => Twin.Check("""
        public static int A(int x) { if (x < 0) throw new InvalidOperationException("negative"); return x; }
        public static int B(int x) => x > 3 ? x : throw new ArgumentException(nameof(x));
        static int Div(int a, int b) => a / b;
        public static int C(int a, int b) { int s = 1; if (b != 7) s += Div(a, b); return s; }
        """);

    [Fact]
    public void Globals() => Twin.Check("""
        static int s_fixed = 42; static readonly long Wide = -5; static readonly byte Narrow = 200; const short K = -3;
        public static long A(int x) { int before = s_fixed; s_fixed += x; long r = s_fixed * 31L + Wide + Narrow + K; s_fixed = before; return r + s_fixed; }
        """);

    [Fact]
    public void Spans() => Twin.Check(
        """
        static Span<int> Of(ref Four f) => MemoryMarshal.CreateSpan(ref f.A, 4);
        public static int A(int x, int i) { Four f = default; f.A = x; f.D = 4; Span<int> s = Of(ref f); s[1] = 7; s[i]++; int t = 0; foreach (int v in s) t = t * 31 + v; return t + s.Length; }
        public static int B(int x, int y) { Four f = default; f.C = 9; Span<int> s = Of(ref f); var t = s.Slice(x, y); if (t.IsEmpty) return -1; t[0] = 5; ReadOnlySpan<int> r = s.Slice(1); return f.A + f.B * 3 + f.C * 5 + f.D * 7 + r[0] * 100 + r.Length; }
        public static int C(int x) { Four f = default; Span<int> s = Of(ref f); foreach (ref int v in s) { v = x; x += 3; if (x == 0) break; } ReadOnlySpan<int> r = s; int t = 0; foreach (ref readonly int v in r) t += v; foreach (var v in s) { if (v > 7) return v; } return t; }
        public static long D(int x) { Four f = default; f.A = x; f.B = 2; Span<byte> b = MemoryMarshal.AsBytes(Of(ref f)); long t = b.Length; foreach (byte v in b) t = t * 3 + v; ref long l = ref MemoryMarshal.AsRef<long>(b); Span<short> h = MemoryMarshal.Cast<byte, short>(b.Slice(1)); return t + l + MemoryMarshal.Read<uint>(b.Slice(2)) + h.Length + h[0]; }
        public static int E(int i) { Four f = default; var e = Of(ref f).GetEnumerator(); for (int k = 0; k < (i & 7); k++) if (!e.MoveNext()) return -k; return e.Current; }
        public static int F(int x) { int y = x; var s = new Span<int>(ref y); s[0]++; return y + new ReadOnlySpan<int>(in y)[0]; }
        """,
        "public struct Four { public int A, B, C, D; }");

    [Fact]
    public void Generics_and_static_abstract_members() => Twin.Check(
        """
        static T Id<T>(T x) where T : unmanaged => x;
        static void Set<T>(ref T a, T b) where T : unmanaged => a = b;
        static int Size<T>() where T : unmanaged => Unsafe.SizeOf<T>();
        static int Total<T>(int x) where T : unmanaged, IOp<T> { T a = T.Make(x); T b = a + T.One; return a.Value() + T.Combine(a, b).Value() * 3 + T.Weight; }
        public static long A(int x, long y) { long z = Id(y); Set(ref z, Id<long>(x)); return z + Id(x) + Size<Box<int>>() * 7 + Size<Box<long>>() + Size<byte>(); }
        public static long B(int x, byte y) { var a = new Box<int>(x, 3); var b = new Box<Box<byte>>(new Box<byte>(y, 4), 5); return a.Get() + b.Get().Get() + b.Count + b.Item.Count + Box<short>.Of(7).Item; }
        public static int C(int x) => Total<Plus>(x) + Total<Minus>(x);
        """,
        """
        public interface IOp<T> where T : IOp<T> { static abstract T Make(int x); static abstract T Combine(T a, in T b); static abstract T operator +(T a, T b); static abstract T One { get; } static virtual int Weight => 9; int Value(); }
        public struct Plus : IOp<Plus> { public int V; public static Plus Make(int x) => new() { V = x }; public static Plus Combine(Plus a, in Plus b) => new() { V = a.V + b.V }; public static Plus operator +(Plus a, Plus b) => Combine(a, b); public static Plus One => Make(1); public int Value() => V; public static int Weight => 2; }
        public struct Minus : IOp<Minus> { public long V; static Minus IOp<Minus>.Make(int x) => new() { V = -x }; public static Minus Combine(Minus a, in Minus b) => new() { V = a.V - b.V }; public static Minus operator +(Minus a, Minus b) => new() { V = a.V * b.V }; public static Minus One { get; } = new(); public int Value() => (int)V; public static int Weight => 4; }
        public struct Box<T> where T : unmanaged { public T Item; public int Count; public Box(T item, int count) { Item = item; Count = count; } public T Get() => Item; public static Box<T> Of(T t) => new(t, 0); }
        """.Replace("public static Minus One { get; } = new();", "public static Minus One => default;"));

    [Fact]
    public void Extension_members() => Twin.Check(
        """
        public static long A(int x) => x.Twice() + x.Doubled + int.Make(3) + x.Classic(4) + Ext.Classic(x, 5);
        public static int B(int x) { x.Bump(); var b = new Bag { V = x }; b.Add(2); b.Level = 7; return x + b.V + b.Level; }
        """,
        """
        public struct Bag { public int V; }
        public static class Ext { extension(int x) { public int Twice() => x * 2; public int Doubled => x + x; public static int Make(int q) => q + 1; } extension(ref int x) { public void Bump() => x++; } extension(ref Bag b) { public void Add(int n) => b.V += n; public int Level { get => b.V * 2; set => b.V = value; } } public static int Classic(this int x, int y) => x - y; }
        """);

    [Fact]
    public void Library_members() => Twin.Check("""
        public static uint A(uint x, int n) => BitOperations.RotateLeft(x, n) + BitOperations.RotateRight(x, 5);
        public static ulong B(ulong x, int n) => BitOperations.RotateLeft(x, n) ^ BitOperations.RotateRight(x, n);
        public static int C(uint x, ulong y) => BitOperations.PopCount(x) + BitOperations.PopCount(y) * 100;
        public static int D(uint x, ulong y) => BitOperations.LeadingZeroCount(x) + BitOperations.LeadingZeroCount(y) * 100;
        public static int E(int x, long y) => BitOperations.TrailingZeroCount(x) + BitOperations.TrailingZeroCount(y) * 100;
        public static int F(uint x, ulong y) => BitOperations.Log2(x) + BitOperations.Log2(y) * 100 + (BitOperations.IsPow2(x) ? 10000 : 0);
        public static long G(int x, int y, long z, ulong w) => Math.Min(x, y) + Math.Max(z, x) + (long)Math.Min(w, 5);
        public static int H(byte x, sbyte y) => Math.Max(x, (byte)100) + Math.Min(y, (sbyte)3) + Math.Abs((short)y);
        public static long I(ushort a, short b, uint c, int d, ulong e, long f) => BinaryPrimitives.ReverseEndianness(a) + BinaryPrimitives.ReverseEndianness(b) + BinaryPrimitives.ReverseEndianness(c) + BinaryPrimitives.ReverseEndianness(d) + (long)BinaryPrimitives.ReverseEndianness(e) + BinaryPrimitives.ReverseEndianness(f);
        public static long J(ulong x, byte n) { Span<byte> s = MemoryMarshal.AsBytes(new Span<ulong>(ref x)).Slice(n & 7); BinaryPrimitives.WriteUInt16BigEndian(s, 0x1234); return (long)x + BinaryPrimitives.ReadUInt32BigEndian(s) + BinaryPrimitives.ReadInt16LittleEndian(s); }
        public static long K(ulong x, byte n) { Span<byte> s = MemoryMarshal.AsBytes(new Span<ulong>(ref x)).Slice(n & 7); bool b = BinaryPrimitives.TryReadInt32BigEndian(s, out int v); return (b ? 1 : 2) + v; }
        public static long L(long x, int y) { ref int i = ref Unsafe.As<long, int>(ref x); Unsafe.Add(ref i, 1) = y; i++; ref byte b = ref Unsafe.AddByteOffset(ref Unsafe.As<int, byte>(ref i), 3); b = 9; return x + (Unsafe.AreSame(ref b, ref Unsafe.As<long, byte>(ref x)) ? 1 : 0) + Unsafe.ByteOffset(ref Unsafe.As<long, byte>(ref x), ref b) + (Unsafe.IsNullRef(ref x) ? 5 : 0) + Unsafe.SizeOf<long>() + Unsafe.BitCast<int, uint>(y) + Unsafe.ReadUnaligned<short>(ref b); }
        """);

    [Fact]
    public void Indexes_from_the_end_and_ranges() => Twin.Check(
        """
        static Span<byte> Of(ref ulong x) => MemoryMarshal.AsBytes(new Span<ulong>(ref x));
        public static int A(ulong x, int n) => Of(ref x)[^n];
        public static long B(ulong x, int a, int b) { var s = Of(ref x)[a..b]; s[0] = 7; return (long)x + s.Length; }
        public static long C(ulong x, int a) { var s = Of(ref x)[a..^a]; s[^1] = 9; return (long)x + s.Length + Of(ref x)[2..].Length * 100 + Of(ref x)[..^3].Length; }
        public static int D(ulong x, byte a) { ReadOnlySpan<byte> s = Of(ref x); int i = a & 7; return s[i++..][^(i % 3 + 1)] + i; }
        """);

    [Fact]
    public void Stack_memory() => Twin.Check("""
        public static int A(int x, int i) { Span<int> s = stackalloc int[4]; Span<int> t = stackalloc int[] { x, 2, x + 1 }; Span<short> u = stackalloc[] { (short)x, (short)3 }; s[i & 3] = x; t[1] += s[1] + s[2]; return t[0] + t[1] * 3 + t[2] * 5 + u[0] + u.Length + s[i]; }
        public static int B(int x) { Span<int> s = [x, 2, x * 3]; foreach (ref int v in s) v++; ReadOnlySpan<int> r = [s[0], s[2]]; return r[0] * 31 + r[1]; }
        """);

    [Fact]
    public void Pointers() => Twin.Check(
        """
        public static unsafe int A(int x, int y) { int* p = &x; *p += 3; long* q = stackalloc long[2]; q[0] = x; q[1] = y; *(q + 1) -= 1; q++; --q; int d = (int)(q + 2 - q); byte* b = (byte*)q; b[1] = 7; return x + (int)q[0] + (int)q[1] + d * 100 + (p == &x ? 1 : 0) + (p == null ? 10 : 0); }
        public static unsafe int B(int x, byte y) { F f = default; F* p = &f; p->N = x; p->Data[y & 7] = y; f.Data[1]++; f.Data[2] += 3; int s = 0; for (int i = 0; i < 8; i++) s = s * 3 + p->Data[i]; return s + f.N + sizeof(F); }
        public static unsafe int C(int x) { int s = 0; fixed (int* p = &Ref(ref x)) { *p *= 2; s = *p; } return s + x; }
        static ref int Ref(ref int x) => ref x;
        public static unsafe int D(int x, int y) { Swap(&x, &y); return x * 31 + y; }
        static unsafe void Swap(int* a, int* b) { int t = *a; *a = *b; *b = t; }
        """,
        "public unsafe struct F { public int N; public fixed byte Data[8]; }");

    [Fact]
    public void Local_functions() => Twin.Check("""
        public static int A(int x) { static int Twice(int a) { return a * 2; } int Add(int a, int b) => a + b; return Add(Twice(x), Twice(3)) + Other(x); }
        static int Other(int x) { static int Twice(int a) { static int Inner(int b) => b * 5; return Inner(a) + 1; } return Twice(x); }
        static T Generic<T>(T x) where T : unmanaged { static T Same(T y) => y; return Same(x); }
        public static long B(int x, long y) => Generic(x) + Generic(y);
        """);

    [Fact]
    public void Captured_locals() => Twin.Check("""
        public static int A(int x) { int k = x; int s = Sum(); k += 5; s = s * 3 + Sum(); for (int i = 0; i < 3; i++) { k ^= i; s = s * 3 + Sum() + Of(i); int Of(int v) => v + i * 7; } return s; int Sum() => k * 2 + 1; }
        public static int B(int x) { int k = x; Add(); int s = k; Change(ref k); Add(); ref int r = ref k; r++; Add(); return s + k; void Add() { k += 3; } static void Change(ref int v) => v *= 5; }
        public static int C(int x) { int k = x; ref int r = ref k; int s = Read(ref k); r += 4; return s * 3 + Read(ref r); int Read(ref int v) { v += 2; return k; } }
        public static int D(int x) { int k = x; return Two(k++, k) + Two(k, k = 9) + k; int Two(int a, int b) => a * 3 + b * 5 + k; }
        public static long E(int x, long y) { Parse(x, out int k); int s = 0; if (x > 3) { long h = y; s += (int)Low(); h = -h; s ^= (int)Low(); long Low() => h + k; } return s + k; static void Parse(int v, out int w) => w = v * 2; }
        public static bool F(int x, bool c) { bool b = c; char d = (char)x; byte e = (byte)x; bool s = Is(); b = !b; d++; return s ^ Is(); bool Is() => b ? d > 'c' : e > 9; }
        public static int G(int x) { int k = x; return Outer(); int Outer() { int m = k + 1; m *= 2; return Inner() + m; int Inner() => m * 3 + k; } }
        """);

    [Fact]
    public void Atomics_and_members_of_integers() => Twin.Check("""
        static int s_a; static ulong s_b;
        public static long A(int x, ulong y) { s_a = x; s_b = y; long r = System.Threading.Interlocked.Add(ref s_a, 5) + System.Threading.Interlocked.Increment(ref s_a) * 3L; r += System.Threading.Interlocked.Exchange(ref s_a, 7) + System.Threading.Interlocked.CompareExchange(ref s_a, x, 7) + s_a; r += (long)System.Threading.Interlocked.Or(ref s_b, 0xf0) + (long)System.Threading.Interlocked.And(ref s_b, 0xff) + (long)System.Threading.Interlocked.Decrement(ref s_b); return r + (long)s_b; }
        public static long B(int x, byte y, ulong z) => int.Max(x, 3) + byte.Min(y, 100) + (long)ulong.PopCount(z) + int.LeadingZeroCount(x) + (long)ulong.RotateLeft(z, 7) + (x.Equals(y) ? 1 : 0) + int.Sign(x) + short.Abs((short)y);
        """);

    [Fact]
    public void Implementations_of_another_convention_and_defaults_of_interfaces() => Twin.Check(
        """
        static TOut Get<T, TOut>(T x, TOut y) where T : unmanaged, IGet<T, TOut> where TOut : unmanaged => T.Flip(x.Get(y), T.Bias(T.Default));
        static int Weigh<T, TOut>() where T : unmanaged, IGet<T, TOut> where TOut : unmanaged => T.Weight + T.Scaled<byte>(3);
        public static long A(int x, long y, byte b) => Get(new G1 { V = x }, 5) + Get(new G2<byte> { V = b }, y) + Weigh<G1, int>() + Weigh<G2<byte>, long>() * 3 + Get(new G3(), new G1 { V = x }).V;
        """,
        """
        public interface IGet<T, TOut> where T : unmanaged, IGet<T, TOut> where TOut : unmanaged { TOut Get(TOut by); static abstract TOut Flip(TOut x, in TOut bias); static abstract TOut Default { get; } static virtual TOut Bias(TOut x) => x; static virtual int Weight => Unsafe.SizeOf<T>() * 100 + Unsafe.SizeOf<TOut>(); static virtual int Scaled<U>(int x) where U : unmanaged => x * Unsafe.SizeOf<U>(); }
        public struct G1 : IGet<G1, int> { public int V; public int Get(int by) => V += by; public static int Flip(int x, in int bias) => ~x + bias; public static int Default => 9; }
        public struct G2<Q> : IGet<G2<Q>, long> where Q : unmanaged { public Q V; public readonly long Get(long by) => by * Unsafe.SizeOf<Q>(); public static long Flip(long x, in long bias) => -x - bias; public static long Default => Unsafe.SizeOf<G2<Q>>(); public static int Weight => 6; }
        public struct G3 : IGet<G3, G1> { public G1 Get(G1 by) { by.V++; return by; } public static G1 Flip(G1 x, in G1 bias) => new() { V = x.V - bias.V }; public static G1 Default => new() { V = 2 }; }
        """);
}
