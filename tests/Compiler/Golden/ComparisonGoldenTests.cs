using BpfSharp.Compiler.Tests.CodeGen;
using Xunit;

namespace BpfSharp.Compiler.Tests.Golden;

/// <summary>Safe IR in, instructions out: comparisons as jumps and as numbers.</summary>
public sealed class ComparisonGoldenTests
{
    [Fact]
    public void Signed_and_unsigned_comparisons_take_different_jumps() => Code.AssertCode(
        """
        ^0(%0: ptr):
          %1: i32 = ctx.load u32 "rx_queue_index" #16 %0
          %2: i32 = lt.s %1, 7
          brif %2 -> ^1, ^2
        ^1:
          %3: i32 = lt.u %1, 9
          brif %3 -> ^2, ^3
        ^2:
          ret 2
        ^3:
          ret 1
        """,
        """
        0: r1 = *(u32 *)(r1 +16)
        1: if w1 s>= 7 goto +1
        2: if w1 >= 9 goto +2
        3: r0 = 2
        4: exit
        5: r0 = 1
        6: exit
        """,
        CodeGoldenTests.Data);

    [Fact]
    public void A_32_bit_comparison_does_not_look_at_the_upper_half() => Code.AssertCode(
        """
        ^0(%0: ptr):
          %1: ptr = global.addr "wide"
          %2: i64 = load u64 %1
          %3: i32 = trunc %2
          %4: i32 = eq %3, 5
          brif %4 -> ^1, ^2
        ^1:
          ret 1
        ^2:
          ret 2
        """,
        """
        0: r1 = .bss[0]
        2: r1 = *(u64 *)(r1 +0)
        3: if w1 != 5 goto +2
        4: r0 = 1
        5: exit
        6: r0 = 2
        7: exit
        """,
        CodeGoldenTests.Data);

    [Fact]
    public void A_64_bit_comparison_looks_at_all_bits() => Code.AssertCode(
        """
        ^0(%0: ptr):
          %1: ptr = global.addr "wide"
          %2: i64 = load u64 %1
          %3: i32 = eq %2, 5L
          brif %3 -> ^1, ^2
        ^1:
          ret 1
        ^2:
          ret 2
        """,
        """
        0: r1 = .bss[0]
        2: r1 = *(u64 *)(r1 +0)
        3: if r1 != 5 goto +2
        4: r0 = 1
        5: exit
        6: r0 = 2
        7: exit
        """,
        CodeGoldenTests.Data);

    [Fact]
    public void The_sign_bit_is_a_shift() => Code.AssertCode(
        """
        ^0(%0: ptr):
          %1: i32 = ctx.load u32 "rx_queue_index" #16 %0
          %2: i32 = lt.s %1, 0
          ret %2
        """,
        """
        0: r0 = *(u32 *)(r1 +16)
        1: w0 >>= 31
        2: exit
        """,
        CodeGoldenTests.Data);

    [Fact]
    public void Less_as_a_number_is_the_borrow_of_a_64_bit_difference() => Code.AssertCode(
        """
        ^0(%0: ptr):
          %1: i32 = ctx.load u32 "rx_queue_index" #16 %0
          %2: i32 = lt.u %1, 4
          ret %2
        """,
        """
        0: r0 = *(u32 *)(r1 +16)
        1: r0 -= 4
        2: r0 >>= 63
        3: exit
        """,
        CodeGoldenTests.Data);

    /// <summary>Verifiers before 6.4 decide it only if the number that they know, a loop's counter, is on the right.</summary>
    [Theory]
    [InlineData("6.1", "w2 <= w0")]
    [InlineData("6.6", "w0 >= w2")]
    public void A_counter_stands_on_the_right_where_the_verifier_wants_it(string kernel, string comparison) => Code.AssertCode(
        """
        ^0(%0: ptr):
          br -> ^1(0)
        ^1(%1: i32):
          %2: i32 = ctx.load u32 "rx_queue_index" #16 %0
          %3: i32 = and %2, 3
          %4: i32 = lt.u %1, %3
          brif %4 -> ^2, ^3
        ^2:
          %5: i32 = add %1, 1
          br -> ^1(%5)
        ^3:
          ret %1
        """,
        $"""
        0: r0 = 0
        1: r2 = *(u32 *)(r1 +16)
        2: w2 &= 3
        3: if {comparison} goto +2
        4: w0 += 1
        5: goto -5
        6: exit
        """,
        CodeGoldenTests.Data,
        kernel);

    /// <summary>A test of bits has no other side.</summary>
    [Fact]
    public void A_counter_that_is_masked_stays_where_it_is() => Code.AssertCode(
        """
        ^0(%0: ptr):
          br -> ^1(0)
        ^1(%1: i32):
          %2: i32 = ctx.load u32 "rx_queue_index" #16 %0
          %3: i32 = and %1, %2
          %4: i32 = ne %3, 0
          brif %4 -> ^3, ^2
        ^2:
          %5: i32 = add %1, 1
          br -> ^1(%5)
        ^3:
          ret %1
        """,
        """
        0: r0 = 0
        1: r2 = *(u32 *)(r1 +16)
        2: if w0 & w2 goto +2
        3: w0 += 1
        4: goto -4
        5: exit
        """,
        CodeGoldenTests.Data,
        "6.1");
}
