using System.Linq;
using BpfSharp.Compiler.Diagnostics;
using BpfSharp.Frontend.Tests.Support;
using Xunit;

namespace BpfSharp.Frontend.Tests;

/// <summary>Each refusal at the node that is refused.</summary>
public class DiagnosticTests
{
    [Theory]
    // Types.
    [InlineData("public static int A(int x) => (int)({|BPF1001:x * 1.5|});")]
    [InlineData("public static int A(int x) { float {|BPF1001:f = x|}; return x; }")]
    [InlineData("public static int A(double {|BPF1001:x|}) => 1;")]
    [InlineData("public static double {|BPF1001:A|}(int x) => x;")]
    [InlineData("public static bool A(int x) => {|BPF1002:x * 2.5m|} > {|BPF1002:x|};")]
    [InlineData("public static int A(int x) => {|BPF1003:\"text\"|}.Length;")]
    [InlineData("public static bool A(string {|BPF1003:s|}) => true;")]
    [InlineData("public static int A(int x) { object {|BPF1004:o = new object()|}; return x; }")]
    [InlineData("public static int A(int x) => {|BPF1004:new List<int>()|}.Count;")]
    [InlineData("public static int A(int x) => {|BPF1005:(new int[3])[x]|};")]
    [InlineData("public static int A(int[] {|BPF1005:a|}) => a[0];")]
    [InlineData("public static bool A(int x) => {|BPF1015:(object)x|} is null;")]
    [InlineData("public static int A(dynamic {|BPF1009:d|}) => 1;")]
    [InlineData("public static int A(double? {|BPF1001:x|}) => 1;")]
    // Calls.
    [InlineData("public static int A(int x) => {|BPF1017:Environment.TickCount|} + x;")]
    [InlineData("public static int A(int x) => x > 0 ? {|BPF1010:A(x - 1)|} : 0;")]
    [InlineData("public static int A(int x) => B(x); static int B(int x) => C(x); static int C(int x) => {|BPF1010:B(x)|};")]
    [InlineData("public static int A(int x) => {|BPF1007:((Func<int>)(() => 1))()|};")]
    [InlineData("[System.Diagnostics.Conditional(\"X\")] static void L(bool b) { } public static int A(int x, Span<int> s) { {|BPF1035:L(x > 0 && s[x] == 1)|}; L(s[x] == 1); L(x > 0 && x < 5); return x; }")]
    [InlineData("[BpfNotInProgram(\"use B\")] static int Bad() => 1; public static int A(int x) => {|BPF1021:Bad()|};")]
    [InlineData("public static T A<T>() where T : unmanaged => {|BPF1036:new T()|};")]
    [InlineData("static LoopStep Make() => null!; public static void A() => Bpf.Loop(1, {|BPF1055:Make()|});")]
    [InlineData("class C { public void M(uint round) { } } public static void A() => Bpf.Loop(1, {|BPF1055:new C().M|});")]
    // Statements.
    [InlineData("public static int A(int x) { try { return x; } {|BPF1011:catch (Exception) { return 1; }|} }")]
    [InlineData("public static int A(int x) { {|BPF1013:lock (typeof(int)) { }|} return x; }")]
    [InlineData("public static int A(int x) { foreach (int i in {|BPF1030:Enumerable.Range(0, 3)|}) x += i; return x; }")]
    [InlineData("public static int A(int x) { throw {|BPF1020:Make()|}; } static Exception Make() => new();")]
    [InlineData("static int s; static string Text() { s++; return \"\"; } public static int A(int x) { throw new InvalidOperationException({|BPF1019:Text()|}); }")]
    [InlineData("public static async Task<int> {|BPF1008:A|}(int x) { return x; }")]
    [InlineData("public static IEnumerable<int> {|BPF1014:A|}(int x) { yield return x; }")]
    [InlineData("public struct S(int a) { public long B; public int Hidden() => a; } public static long A(S {|BPF1018:s|}) => s.B; ")]
    [InlineData("[BpfKfunc(\"bpf_x\", \"int (long)\")] static int X(long a) => 0; [BpfKfunc(\"bpf_y\", \"int (struct key *)\")] static int Y(long a, int b) => 0; public static int A(long x) => X(x) + {|BPF1039:Y(x, 1)|};")]
    [InlineData("[BpfKfunc(\"bpf_x\", \"int\")] static int X(long a) => 0; [BpfKfunc(\"bpf_y\", \"wint_t (long)\")] static int Y(long a) => 0; public static int A(long x) => {|BPF1039:X(x)|} + {|BPF1039:Y(x)|};")]
    // Expressions.
    [InlineData("public static int A(Span<int> s, int? i) { Index? j = {|BPF1024:^i|}; return s.Length; }")]
    [InlineData("public static unsafe int A(int x) { int* p = &x; return (int){|BPF1033:(nint)p|}; }")]
    [InlineData("public static int A(int x) { Span<byte> s = {|BPF1016:stackalloc byte[x]|}; return s[0]; }")]
    [InlineData("public static int A(int x) { while (x-- > 0) { Span<byte> s = {|BPF1016:stackalloc byte[4]|}; s[0] = 1; } return x; }")]
    [InlineData("struct P { static P() { } public static int X; } public static int A() => {|BPF1034:P.X|};")]
    [InlineData("struct G<T> { public static int X; } public static int A() => {|BPF1042:G<int>.X|};")]
    [InlineData("public interface I { int F(); } struct S : I { public int F() => 1; } public static int A(I {|BPF1004:i|}) => 1;")]
    [InlineData("class C { public virtual int F() => 1; } public static int A() => {|BPF1006:new C().F()|};")]
    [InlineData("public static int A(Span<int> t) { Span<int> s = [{|BPF1025:..t|}, 2]; return s[0]; }")]
    [InlineData("public struct P(int a) { [BpfFunction] public int Hidden() => {|BPF1027:a|}; } public static int A(int x) => x;")]
    // C# compares the index somewhere in what comes behind it, and there are faults before and after.
    [InlineData("static int D(int z) => 12 / z; static int O(bool b, int v, int w) => b ? v : w; public static void A(Span<int> a, int i, int x) { {|BPF1000:a[i]|} = O(w: D(x), b: x is 1 or > 5, v: D(i)); a[i] = O(w: x, b: x is 1 or > 5, v: i); }")]
    [InlineData("static int D(int z) => 12 / z; public static int A(Span<int> a, int i, int x) => (D(x) is 1 or > 5 ? {|BPF1000:a[i]|}.CompareTo(a[x is 1 or > 5 ? 1 : 0]++) : 1);")]
    [InlineData("struct M { int _v; public int P => _v++; public void Deconstruct(out int a, out int b) { a = b = _v++; } } public static int A(int x) { M m = default; return m is { {|BPF1065:P|}: 3 } ? 1 : m switch { {|BPF1065:(1, 2)|} => 2, _ => x }; }")]
    [InlineData("public static int A<T>(T x) where T : unmanaged => x is {|BPF1026:long i|} ? (int)i : {|BPF1026:x is nuint|} ? 1 : x is int or DayOfWeek.Monday ? 2 : x is {|BPF1026:5L|} ? 3 : 0;")]
    [InlineData("public static bool A(ReadOnlySpan<char> x) => x is {|BPF1026:\"ab\"|};")]
    [InlineData("public static int A(int x) => {|BPF1028:typeof(int)|} == {|BPF1028:typeof(long)|} ? 1 : x;")]
    [InlineData("public static int A(int x) => {|BPF1029:$\"{x}\"|}.Length;")]
    [InlineData("public static int A(object {|BPF1004:o|}) => 1;")]
    [InlineData("public static void A(int x, bool b, FormattableString {|BPF1004:t|}) { Bpf.Trace($\"{x} {x:x}\"); }")]
    [InlineData("public static void A(int x, bool b) { Bpf.Trace($\"a {x,5} {|BPF1075:{b}|} {|BPF1075:{x:N2}|} {x:X}\"); }")]
    [InlineData("public static void A(int x, ulong y) { Bpf.Trace($\"a {x,5} {y,-5:X} {x:D8} {|BPF1075:{x,12:D8}|} {|BPF1075:{x,100}|} {|BPF1075:{x:D100}|} {|BPF1075:{y:B}|}\"); }")]
    [InlineData("public static void A(BpfSharp.Protocols.Ipv4Address x, BpfSharp.Protocols.Ipv6Address y) { Bpf.Trace($\"{x} {|BPF1075:{x,16}|} {y,40} {|BPF1075:{y:x}|} {y}{|BPF1075:abc |}{y}, \"); }")]
    [InlineData("public static void A(int x) { Bpf.Trace($\"{|BPF1075:größe |}{x} {|BPF1075:{\"é\"}|}\"); }")]
    [InlineData("public static uint A() => BpfSharp.Protocols.Ipv4Address.Parse({|BPF1074:\"10.0.0.256\"|}).HostOrder + BpfSharp.Protocols.Ipv4Address.Parse(\"10.0.0.25\").HostOrder;")]
    [InlineData("public static int A(ReadOnlySpan<byte> s) => BpfSharp.Protocols.Ipv4Prefix.Parse({|BPF1073:s|}).Length;")]
    [InlineData("static byte s_b; public static int A() => {|BPF1072:System.Threading.Interlocked.Exchange(ref s_b, (byte)1)|};")]
    [InlineData("public record struct F(int X); public static bool A(Span<F> s, F f) => {|BPF1070:s.Contains(f)|} || {|BPF1070:s.SequenceEqual(s)|};")]
    [InlineData("public static bool A<T>(Span<T> s) where T : unmanaged, IEquatable<T> { s.Clear(); return {|BPF1070:s.StartsWith(s)|}; }")]
    [InlineData("static int s_count = {|BPF2017:Environment.TickCount|}; public static int A() => s_count;")]
    public void At_the_node(string members) => Markup.Check(members);

    [Fact]
    public void Every_rule_of_the_language_is_in_the_catalog_once_and_has_a_page()
    {
        string[] ids = [.. DiagnosticCatalog.All.Select(static r => r.Id).Where(static i => i.StartsWith("BPF1"))];
        Assert.Equal(ids.Distinct(), ids);
        Assert.All(ids, static id => Assert.True(References.Exists($"docs/rules/{id}.md"), id));
    }
}
