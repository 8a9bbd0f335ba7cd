using Xunit;

namespace BpfSharp.Compiler.Tests.CodeGen;

public sealed class LayoutTests
{
    [Fact]
    public void Loop_test_lies_at_the_end()
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
            x
            """);
    }
}
