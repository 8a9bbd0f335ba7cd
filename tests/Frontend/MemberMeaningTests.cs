using BpfSharp.Frontend.Tests.Support;
using Xunit;

namespace BpfSharp.Frontend.Tests;

/// <summary>Properties, indexers and operators, wherever they are declared.</summary>
public class MemberMeaningTests
{
    [Fact]
    public void Members_of_constrained_type_parameters() => Twin.Check(
        """
        static int Values<T>(T t, int x) where T : unmanaged, IVal { t.Val = x; int a = t.Val; t.Val += 3; t.Val++; return a * 7 + t.Val + t.Get(1) + t.Val; }
        public static int A(int x) => Values(new V1(), x) + Values(new V2(), x);
        static int Items<T>(T t, int x) where T : unmanaged, IVal { t[2] = x; int a = t[3]; t[1] += 3; t[4]++; return a * 7 + t[5]; }
        public static int B(int x) => Items(new V1(), x) + Items(new V2(), x);
        static int Refs<T>(ref T t, int x) where T : unmanaged, IVal { t.Val = x; t[3] = t.Val; return t.Get(x); }
        static int In<T>(in T t, int x) where T : unmanaged, IVal => t.Val + t.Get(x) + t.Val;
        public static int C(int x) { V1 a = default; V2 b = default; return Refs(ref a, x) + a.Val + Refs(ref b, x) + b.Val + In(a, 1) + In(b, 2) + a.Val; }
        """,
        """
        public interface IVal { int Val { get; set; } int this[int i] { get; set; } int Get(int x); }
        public struct V1 : IVal { public int Val { get; set; } public int this[int i] { readonly get => Val + i; set => Val = value * i; } public int Get(int x) => Val++ + x; }
        public struct V2 : IVal { private long _v; public int Val { readonly get => (int)_v * 3; set => _v = value + 1; } public int this[int i] { readonly get => (int)_v - i; set => _v = value - i; } public readonly int Get(int x) => (int)_v + x; }
        """);

    [Fact]
    public void Extension_blocks() => Twin.Check(
        """
        public static int A(int x) { Pair<int> p = new() { L = x, R = 4 }; p.Swap(); p.First = 5; p.First += 2; p.First++; return p.L * 3 + p.R + p.First + p.Size + p.Get(3); }
        public static int B(int x) { var p = Pair<int>.Make(x); var q = p.Map((byte)3); return p.L + q.L + x.Bytes + 3L.Bytes; }
        public static int C(int x) { Plain p = new() { V = x }; p += 3; p++; ++p; return p.V; }
        public static int D(int x) { Plain p = new() { V = x }; Plain q = -p + p; q -= p; return q.V + (p > q ? 1 : 0); }
        """,
        """
        public struct Pair<T> where T : unmanaged { public T L, R; }
        public struct Plain { public int V; }
        public static class More
        {
            extension<T>(ref Pair<T> p) where T : unmanaged { public void Swap() { (p.L, p.R) = (p.R, p.L); } public T First { get => p.L; set => p.L = value; } public T Get(T x) => p.R; }
            extension<T>(Pair<T> p) where T : unmanaged { public int Size => Unsafe.SizeOf<T>() + 1; public static Pair<T> Make(T x) => new() { L = x, R = x }; public Pair<U> Map<U>(U u) where U : unmanaged => new() { L = u }; }
            extension<T>(T x) where T : unmanaged { public int Bytes => Unsafe.SizeOf<T>(); }
            extension(ref Plain p) { public void operator +=(int y) { p.V += y; } public void operator ++() { p.V++; } }
            extension(Plain) { public static Plain operator -(Plain a) => new() { V = -a.V }; public static Plain operator +(Plain a, Plain b) => new() { V = a.V * b.V }; public static Plain operator -(Plain a, Plain b) => new() { V = a.V - b.V }; public static bool operator >(Plain a, Plain b) => a.V > b.V; public static bool operator <(Plain a, Plain b) => a.V < b.V; }
        }
        """);

    [Fact]
    public void Properties_with_field_and_partial_members() => Twin.Check("""
        public struct F { public int P { get; set => field = value * 2; } public int Q { get => field + 1; set; } public int R { get => field; set { if (value > 0) field = value; } } = 3; public F() { } }
        public static int A(int x) { F f = new() { P = x, Q = x, R = x }; return f.P + f.Q * 3 + f.R * 5; }
        public struct G { public int P { get; set => field = value * 2; } = 3; public int Q { get => field + 1; set; } = 5; public int R { get => field * 3; } public G() { R = 9; } }
        public static int C(int x) { G f = new(); G g = new() { P = x }; return f.P + f.Q * 3 + g.P + f.R; }
        public partial struct Part { public partial int Get(); public partial int Q { get; set; } partial void Nothing(int x); public void Call(ref int x) => Nothing(x++); }
        public partial struct Part { public int V; public partial int Get() => V + 1; public partial int Q { get => V * 2; set => V = value; } }
        public static int B(int x) { Part p = default; p.Q = x; p.Call(ref x); return p.Get() + p.Q + x; }
        """);
}
