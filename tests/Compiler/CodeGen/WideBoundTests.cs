using Xunit;

namespace BpfSharp.Compiler.Tests.CodeGen;

/// <summary>Before 6.18 the verifier knows nothing of the upper half of a number whose bytes were swapped, and wants to know it as a step's.</summary>
public sealed class WideBoundTests
{
    /// <summary>A comparison in 64 bits bounds all of it.</summary>
    [Fact]
    public void A_swapped_number_that_becomes_a_step_is_compared_in_64_bits()
    {
        Code.AssertCode("""
            ^0(%0: ptr):
              %1: ptr = slot "bytes" #8
              %2: i32 = ctx.load u32 "ingress_ifindex" #12 %0
              store u64 %1, 5L
              %3: i32 = opaque %2, 0
              %4: i32 = le.u %3, 7
              brif %4 -> ^1, ^2
            ^1:
              %5: i64 = zext %3
              %6: ptr = ptradd %1, %5
              %7: i32 = load u8 %6
              ret %7
            ^2:
              ret %3
            """, """
            0: r0 = *(u32 *)(r1 +12)
            1: *(u64 *)(r10 -8) = 5
            2: r0 = be32 r0
            3: r0 = be32 r0
            4: if r0 > 7 goto +5
            5: r1 = r10
            6: r1 += -8
            7: r1 += r0
            8: r0 = *(u8 *)(r1 +0)
            9: exit
            10: exit
            """);
    }

    /// <summary>The round's comparison bounds what comes of the round before, which was swapped.</summary>
    [Fact]
    public void So_is_one_that_comes_by_another_block()
    {
        Code.AssertCode("""
            ^0(%0: ptr):
              %1: ptr = slot "bytes" #8
              %2: i32 = ctx.load u32 "ingress_ifindex" #12 %0
              store u64 %1, 5L
              brif %2 -> ^3, ^1(0)
            ^3:
              %3: i32 = opaque %2, 0
              br -> ^1(%3)
            ^1(%4: i32):
              %5: i32 = lt.u 7, %4
              brif %5 -> ^2, ^4
            ^4:
              %6: i64 = zext %4
              %7: ptr = ptradd %1, %6
              %8: i32 = load u8 %7
              ret %8
            ^2:
              ret %4
            """, """
            0: r0 = *(u32 *)(r1 +12)
            1: *(u64 *)(r10 -8) = 5
            2: if w0 >= 1 goto +8
            3: r0 = 0
            4: if r0 <= 7 goto +1
            5: exit
            6: r1 = r10
            7: r1 += -8
            8: r1 += r0
            9: r0 = *(u8 *)(r1 +0)
            10: exit
            11: r0 = be32 r0
            12: r0 = be32 r0
            13: goto -10
            """);
    }

    /// <summary>Not where the comparison has another number, bounds only what goes the other way, or would have another meaning in 64 bits.</summary>
    [Theory]
    [InlineData("%4: i32 = and %3, 7\n%5: i32 = le.u %4, 3", "^1, ^2", "w0 = w0")]
    [InlineData("%5: i32 = le.u %3, 7", "^2, ^1", "w0 = w0")]
    [InlineData("%5: i32 = le.u %3, -8", "^1, ^2", "w0 = w0")]
    [InlineData("%5: i32 = le.s %3, 7", "^1, ^2", "w0 = w0")]
    [InlineData("%5: i32 = lt.u 7, %3", "^2, ^1", "if r0 <= 7")]
    public void Else_the_lower_half_is_moved(string compare, string targets, string next)
    {
        string code = Code.Text(Code.Compile($$"""
            ^0(%0: ptr):
              %1: ptr = slot "bytes" #8
              %2: i32 = ctx.load u32 "ingress_ifindex" #12 %0
              store u64 %1, 5L
              %3: i32 = opaque %2, 0
              {{compare}}
              brif %5 -> {{targets}}
            ^1:
              %6: i64 = zext %3
              %7: ptr = ptradd %1, %6
              %8: i32 = load u8 %7
              ret %8
            ^2:
              ret %3
            """));
        Assert.Contains("4: " + next, code);
    }

    /// <summary>A step that is not behind the comparison wants the lower half moved; then the comparison stays as it is.</summary>
    [Fact]
    public void One_step_without_a_bound_is_enough_for_that()
    {
        string code = Code.Text(Code.Compile("""
            ^0(%0: ptr):
              %1: ptr = slot "bytes" #8
              %2: i32 = ctx.load u32 "ingress_ifindex" #12 %0
              store u64 %1, 5L
              %3: i32 = opaque %2, 0
              %4: i32 = le.u %3, 7
              brif %4 -> ^1, ^2
            ^1:
              %5: i64 = zext %3
              %6: ptr = ptradd %1, %5
              %7: i32 = load u8 %6
              ret %7
            ^2:
              %8: i64 = zext %3
              %9: i64 = and %8, 7L
              %10: ptr = ptradd %1, %9
              %11: i32 = load u8 %10
              ret %11
            """));
        Assert.Contains("4: w1 = w1", code);
        Assert.Contains("5: if w1 <= 7", code);
    }
}
