using Xunit;

namespace BpfSharp.Compiler.Tests.CodeGen;

public sealed class LayoutTests
{
    // Kernel 6.1 refuses a way back that falls through ("back-edge", check_cfg). The head itself is gone: 0 is less than 4.
    [Fact]
    public void The_way_back_is_a_jump_and_tests_what_the_head_would_test()
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
            4: r2 = r3
            5: r2 += r1
            6: r4 = r2
            7: r4 += 1
            8: if r4 > r5 goto +4
            9: r2 = *(u8 *)(r2 +0)
            10: w0 += w2
            11: w1 += 1
            12: if w1 s< 4 goto -9
            13: exit
            """);
    }

    // "One or the other" falls through to what is neither: no jump is needed to get there.
    [Fact]
    public void Both_halves_of_an_or_jump_to_what_they_have_in_common()
    {
        Code.AssertCode("""
            ^0(%0: ptr):
              %1: i32 = ctx.load u32 "ingress_ifindex" #12 %0
              %2: i32 = ctx.load u32 "rx_queue_index" #16 %0
              %3: i32 = eq %1, 6
              brif %3 -> ^2, ^1
            ^1:
              %4: i32 = eq %1, 17
              brif %4 -> ^2, ^3
            ^2:
              %5: i32 = mul %2, 3
              br -> ^4(%5)
            ^3:
              br -> ^4(%2)
            ^4(%6: i32):
              ret %6
            """, """
            0: r2 = *(u32 *)(r1 +12)
            1: r0 = *(u32 *)(r1 +16)
            2: if w2 == 6 goto +1
            3: if w2 != 17 goto +2
            4: w0 *= 3
            5: exit
            6: exit
            """);
    }

    [Fact]
    public void A_hidden_number_is_swapped_twice_or_moved_by_an_unknown_one()
    {
        Code.AssertCode("""
            ^0(%0: ptr):
              %1: i32 = ctx.load u32 "ingress_ifindex" #12 %0
              %2: i32 = ctx.load u32 "rx_queue_index" #16 %0
              %3: i32 = opaque %1, 0
              %4: i32 = opaque %3, %2
              ret %4
            """, """
            0: r0 = *(u32 *)(r1 +12)
            1: r1 = *(u32 *)(r1 +16)
            2: r0 = be32 r0
            3: r0 = be32 r0
            4: w0 += w1
            5: w0 -= w1
            6: exit
            """);
    }

    /// <summary>Two locals that are never there together lie in one place: what both ways end with is kept once.</summary>
    [Fact]
    public void Ways_that_end_alike_with_a_local_of_their_own_share_that_end()
    {
        Code.AssertCode("""
            ^0(%0: ptr):
              %1: ptr = slot "first" #8
              %2: ptr = slot "second" #8
              %3: i32 = ctx.load u32 "ingress_ifindex" #12 %0
              %4: i32 = ctx.load u32 "rx_queue_index" #16 %0
              %5: i32 = eq %3, 6
              brif %5 -> ^1, ^2
            ^1:
              %6: i64 = zext %4
              store u64 %1, %6
              %7: ptr = map.addr "Denied"
              %8: ptr = helper "bpf_map_lookup_elem" %7, %1
              br -> ^3(%8)
            ^2:
              %9: i32 = mul %4, 3
              %10: i64 = zext %9
              store u64 %2, %10
              %11: ptr = map.addr "Denied"
              %12: ptr = helper "bpf_map_lookup_elem" %11, %2
              br -> ^3(%12)
            ^3(%13: ptr):
              %14: i32 = ne %13, null
              ret %14
            """, """
            0: r2 = *(u32 *)(r1 +12)
            1: r1 = *(u32 *)(r1 +16)
            2: if w2 == 6 goto +1
            3: w1 *= 3
            4: *(u64 *)(r10 -8) = r1
            5: r1 = map[Denied]
            7: r2 = r10
            8: r2 += -8
            9: call bpf_map_lookup_elem#1
            10: r1 = 1
            11: if r0 != 0 goto +1
            12: r1 = 0
            13: r0 = r1
            14: exit
            """, """
            map "Denied" type 11 key u64 value u32 max 100 flags 1 pin 0
            """);
    }
}
