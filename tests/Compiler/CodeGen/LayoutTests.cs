using Xunit;

namespace BpfSharp.Compiler.Tests.CodeGen;

public sealed class LayoutTests
{
    // Kernel 6.1 refuses a way back that falls through ("back-edge", check_cfg).
    [Fact]
    public void Loop_head_lies_before_its_body_and_the_way_back_is_a_jump()
    {
        Code.AssertCode("""
            ^0(%0: ptr):
              %1: ptr = ctx.load u32 "data" #0 %0
              %2: ptr = ctx.load u32 "data_end" #4 %0
              br -> ^1(0, 0)
            ^1(%3: i32, %4: i32):
              %5: i32 = lt.s %3, 4
              brif %5 -> ^2, ^4
            ^2:
              %6: i64 = zext %3
              %7: ptr = ptradd %1, %6
              %8: i32 = pkt.fits %7, %2, 1
              brif %8 -> ^3, ^4
            ^3:
              %9: i32 = load u8 %7
              %10: i32 = add %4, %9
              %11: i32 = add %3, 1
              br -> ^1(%11, %10)
            ^4:
              ret %4
            """, """
            0: r3 = *(u32 *)(r1 +0)
            1: r5 = *(u32 *)(r1 +4)
            2: r1 = 0
            3: r0 = 0
            4: if w1 s>= 4 goto +9
            5: r2 = r3
            6: r2 += r1
            7: r4 = r2
            8: r4 += 1
            9: if r4 > r5 goto +4
            10: r2 = *(u8 *)(r2 +0)
            11: w0 += w2
            12: w1 += 1
            13: goto -10
            14: exit
            """);
    }
}
