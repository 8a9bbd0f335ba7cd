using BpfSharp.Compiler.Tests.CodeGen;
using Xunit;

namespace BpfSharp.Compiler.Tests.Golden;

/// <summary>What a helper is told is compared so that the verifier of any kernel learns its bounds: in its own register, and "is not zero" as "is at least one" (before 6.8 the former says nothing).</summary>
public sealed class BoundGoldenTests
{
    private const string Load = "helper \"length\" 188 (Context) effects 0 since \"5.18\"\nhelper \"load\" 189 (Context, Scalar, WriteMemory, Size) effects 0 since \"5.18\"";

    [Fact]
    public void A_number_of_bytes_is_at_least_one() => Code.AssertCode(
        """
        ^0(%0: ptr):
          %1: i64 = helper "length" %0
          %2: i32 = trunc %1
          %3: i32 = lt.u %2, 48
          brif %3 -> ^1, ^3
        ^1:
          %4: i32 = ne %2, 0
          brif %4 -> ^2, ^3
        ^2:
          %5: ptr = slot "bytes" #48
          %6: i64 = zext %2
          %7: i64 = helper "load" %0, 0L, %5, %6
          ret 1
        ^3:
          ret 0
        """,
        """
        0: r6 = r1
        1: r1 = r6
        2: call 188
        3: w4 = w0
        4: if w4 >= 48 goto +8
        5: if w4 < 1 goto +7
        6: r1 = r6
        7: r2 = 0
        8: r3 = r10
        9: r3 += -48
        10: call 189
        11: r0 = 1
        12: exit
        13: r0 = 0
        14: exit
        """,
        Load);
}
