using Xunit;

namespace BpfSharp.Compiler.Tests.CodeGen;

public sealed class SelectionTests
{
    [Fact]
    public void Smoke()
    {
        Code.AssertCode("""
            ^0(%0: ptr):
              %1: ptr = ctx.load u32 "data" #0 %0
              %2: ptr = ctx.load u32 "data_end" #4 %0
              %3: i32 = pkt.fits %1, %2, 14
              brif %3 -> ^1, ^9
            ^1:
              %4: ptr = ptradd %1, 12L
              %5: i32 = load u16 %4
              %6: i32 = eq %5, 8
              brif %6 -> ^2, ^8
            ^2:
              %7: i32 = pkt.fits %1, %2, 34
              brif %7 -> ^3, ^10
            ^3:
              %8: ptr = global.addr "seen"
              %9: i64 = load u64 %8
              %10: i64 = add %9, 1L
              store u64 %8, %10
              %11: ptr = slot "key" #8
              store u32 %11, 32
              %12: ptr = ptradd %11, 4L
              %13: ptr = ptradd %1, 26L
              %14: i32 = load u32 %13
              store u32 %12, %14
              %15: ptr = map.addr "Denied"
              %16: ptr = helper "bpf_map_lookup_elem" %15, %11
              %17: i32 = ne %16, null
              brif %17 -> ^4, ^8
            ^4:
              ret 1
            ^8:
              ret 2
            ^9:
              fault #2 @3
            ^10:
              fault #2 @4
            """, """
            x
            """, """
            map "Denied" type 11 key u64 value u32 max 100 flags 1 pin 0
            global "seen": u64
            """);
    }
}
