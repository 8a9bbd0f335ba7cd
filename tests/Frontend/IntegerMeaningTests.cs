using BpfSharp.Frontend.Tests.Support;
using Xunit;

namespace BpfSharp.Frontend.Tests;

/// <summary>What programs compute: as .NET does, on edge values and random ones.</summary>
public class IntegerMeaningTests
{
    public static TheoryData<string> Types => ["sbyte", "byte", "short", "ushort", "int", "uint", "long", "ulong", "nint", "nuint", "char"];

    [Theory]
    [MemberData(nameof(Types))]
    public void Operators(string type) => Twin.Check($$"""
        public static long Add(T a, T b) => (long)(a + b);
        public static long Sub(T a, T b) => (long)(a - b);
        public static long Mul(T a, T b) => (long)(a * b);
        public static long Div(T a, T b) => (long)(a / b);
        public static long Rem(T a, T b) => (long)(a % b);
        public static long And(T a, T b) => (long)(a & b);
        public static long Or(T a, T b) => (long)(a | b);
        public static long Xor(T a, T b) => (long)(a ^ b);
        public static long Shl(T a, int n) => (long)(a << n);
        public static long Shr(T a, int n) => (long)(a >> n);
        public static long Ushr(T a, int n) => (long)(a >>> n);
        public static long Not(T a) => (long)(~a);
        public static long Plus(T a) => (long)(+a);
        public static bool Eq(T a, T b) => a == b;
        public static bool Ne(T a, T b) => a != b;
        public static bool Lt(T a, T b) => a < b;
        public static bool Le(T a, T b) => a <= b;
        public static bool Gt(T a, T b) => a > b;
        public static bool Ge(T a, T b) => a >= b;
        public static long DivBy(T a) => (long)(a / 7) + (long)(a % 7);
        """.Replace("T ", type + " "));

    [Theory]
    [MemberData(nameof(Types))]
    public void Checked_operators(string type) => Twin.Check($$"""
        public static long Add(T a, T b) => unchecked((long)checked(a + b));
        public static long Sub(T a, T b) => unchecked((long)checked(a - b));
        public static long Mul(T a, T b) => unchecked((long)checked(a * b));
        public static T Inc(T a) { checked { a++; return a; } }
        public static T Dec(T a) { checked { --a; return a; } }
        public static T PlusEquals(T a, T b) { checked { a += b; return a; } }
        public static T MinusEquals(T a, T b) { checked { a -= b; return a; } }
        public static T TimesEquals(T a, T b) { checked { a *= b; return a; } }
        """.Replace("T ", type + " "));

    [Theory]
    [InlineData("sbyte")]
    [InlineData("short")]
    [InlineData("int")]
    [InlineData("long")]
    [InlineData("nint")]
    public void Negation(string type) => Twin.Check("public static long N(T a) => -a; public static long C(T a) => checked(-a); public static long A(T a) => Math.Abs(a); public static int S(T a) => Math.Sign(a);".Replace("T ", type + " "));

    [Theory]
    [MemberData(nameof(Types))]
    public void Compound_assignments_and_steps(string type) => Twin.Check($$"""
        public static T All(T a, T b, int n)
        {
            T x = a;
            x += b; x -= (T )3; x *= (T )5; x ^= b; x |= (T )1; x &= b; x <<= n; x >>= 2; x >>>= 1;
            return x;
        }
        public static long Steps(T a) { T x = a; long r = (long)x++; r = r * 31 + (long)++x; r = r * 31 + (long)x--; r = r * 31 + (long)--x; return r * 31 + (long)x; }
        public static T Division(T a, T b) { T x = a; x /= b; x %= (T )13; return x; }
        """.Replace("T ", type + " "));

    [Theory]
    [MemberData(nameof(Types))]
    public void Conversions(string type)
    {
        string members = "";
        foreach (string to in Types)
        {
            members += $"public static {to} To{to}({type} a) => unchecked(({to})a); public static {to} Checked{to}({type} a) => checked(({to})a);\n";
        }

        Twin.Check(members);
    }

    [Fact]
    public void Constants() => Twin.Check("""
        const ulong Big = 0xffff_ffff_ffff_fffe;
        const sbyte Small = -5;
        public static long A() => unchecked((long)Big) + Small;
        public static uint B(uint x) => x + 0x8000_0000u;
        public static long C(long x) => x ^ long.MinValue;
        public static int D() => sizeof(int) + sizeof(char) + 'x' + (int)DayOfWeek.Friday;
        public static bool E(bool x) => x == true;
        public static int F() => default;
        public static int G() => default(int) + new int();
        public static int H() => nameof(Big).Length;
        """.Replace("public static int H() => nameof(Big).Length;", ""));

    [Fact]
    public void Mixed_types() => Twin.Check("""
        public static long A(int a, uint b) => a + b;
        public static long B(byte a, sbyte b) => a * b;
        public static bool C(int a, uint b) => a < b;
        public static bool D(short a, ushort b) => a == b;
        public static long E(long a, uint b) => a / (b | 1);
        public static ulong F(ulong a, byte b) => a >> b;
        public static long G(char a, short b) => a - b;
        public static long H(bool a, int b) => a ? b : -(long)b;
        public static nint I(nint a, int b) => a * b - 1;
        """);

    [Fact]
    public void Booleans() => Twin.Check("""
        public static bool A(bool a, bool b) => a & b | a ^ b;
        public static bool B(bool a, bool b) => a && !b || !a && b;
        public static bool C(bool a) { a |= false; a &= true; a ^= true; return a; }
        public static bool D(bool a, bool b) => a == b != (a != b);
        public static int E(bool a, int x) => !a ? x : a ? -x : 0;
        """);
}
