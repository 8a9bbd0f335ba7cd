using Xunit;

namespace BpfSharp.Compiler.Tests.CodeGen;

public sealed class TailMergingTests
{
    private const string Map = """
        map "M" type 1 key u32 value u64 max 16 flags 0 pin 0
        """;

    // Two numbers outlive a call, in another order each time: by themselves they would lie in each other's registers.
    [Fact]
    public void Equal_operations_on_other_values_are_kept_once()
    {
        Code.AssertCode("""
            ^0(%0: ptr):
              %1: ptr = ctx.load u32 "data" #0 %0
              %2: ptr = ctx.load u32 "data_end" #4 %0
              %3: i32 = pkt.fits %1, %2, 14
              brif %3 -> ^1, ^7
            ^1:
              %4: i32 = load u16 %1
              %5: i32 = eq %4, 8
              brif %5 -> ^2, ^3
            ^2:
              %10: ptr = ptradd %1, 4L
              %11: i32 = load u32 %10
              %12: ptr = ptradd %1, 6L
              %13: i32 = load u16 %12
              %14: i64 = helper "bpf_ktime_get_ns"
              store u32 %1, %11
              %15: ptr = ptradd %1, 4L
              store u32 %15, %13
              %16: ptr = ptradd %1, 8L
              store u32 %16, %11
              %17: ptr = ptradd %1, 12L
              store u16 %17, 129
              br -> ^6
            ^3:
              %20: ptr = ptradd %1, 8L
              %21: i32 = load u32 %20
              %22: ptr = ptradd %1, 2L
              %23: i32 = load u32 %22
              %24: i64 = helper "bpf_get_prandom_u32"
              store u32 %1, %23
              %25: ptr = ptradd %1, 4L
              store u32 %25, %21
              %26: ptr = ptradd %1, 8L
              store u32 %26, %23
              %27: ptr = ptradd %1, 12L
              store u16 %27, 129
              br -> ^6
            ^6:
              ret 1
            ^7:
              ret 0
            """, """
            0: r6 = *(u32 *)(r1 +0)
            1: r2 = *(u32 *)(r1 +4)
            2: r1 = r6
            3: r1 += 14
            4: if r1 > r2 goto +15
            5: r1 = *(u16 *)(r6 +0)
            6: if w1 != 8 goto +9
            7: r8 = *(u32 *)(r6 +4)
            8: r7 = *(u16 *)(r6 +6)
            9: call bpf_ktime_get_ns#5
            10: *(u32 *)(r6 +0) = r8
            11: *(u32 *)(r6 +4) = r7
            12: *(u32 *)(r6 +8) = r8
            13: *(u16 *)(r6 +12) = 129
            14: r0 = 1
            15: exit
            16: r7 = *(u32 *)(r6 +8)
            17: r8 = *(u32 *)(r6 +2)
            18: call bpf_get_prandom_u32#7
            19: goto -10
            20: r0 = 0
            21: exit
            """);
    }

    [Fact]
    public void Stores_to_the_packet_may_stand_in_another_order()
    {
        Code.AssertCode("""
            ^0(%0: ptr):
              %1: ptr = ctx.load u32 "data" #0 %0
              %2: ptr = ctx.load u32 "data_end" #4 %0
              %3: i32 = pkt.fits %1, %2, 14
              brif %3 -> ^1, ^7
            ^1:
              %4: ptr = ptradd %1, 4L
              %5: ptr = ptradd %1, 8L
              %6: ptr = ptradd %1, 12L
              %7: i32 = load u16 %6
              %8: i32 = eq %7, 8
              brif %8 -> ^2, ^3
            ^2:
              store u32 %1, 1
              store u32 %4, 2
              store u32 %5, 3
              store u16 %6, 4
              br -> ^6
            ^3:
              store u16 %6, 4
              store u32 %5, 3
              store u32 %4, 7
              store u32 %1, 1
              br -> ^6
            ^6:
              %9: i32 = load u32 %1
              %10: i32 = xor %9, 1
              ret %10
            ^7:
              ret 0
            """, """
            0: r2 = *(u32 *)(r1 +0)
            1: r3 = *(u32 *)(r1 +4)
            2: r1 = r2
            3: r1 += 14
            4: if r1 > r3 goto +11
            5: r1 = *(u16 *)(r2 +12)
            6: if w1 != 8 goto +7
            7: *(u32 *)(r2 +4) = 2
            8: *(u32 *)(r2 +0) = 1
            9: *(u32 *)(r2 +8) = 3
            10: *(u16 *)(r2 +12) = 4
            11: r0 = *(u32 *)(r2 +0)
            12: w0 ^= 1
            13: exit
            14: *(u32 *)(r2 +4) = 7
            15: goto -8
            16: r0 = 0
            17: exit
            """);
    }

    // Somebody else may look at a map's value between two stores.
    [Fact]
    public void Stores_to_a_map_keep_their_order()
    {
        Code.AssertCode("""
            ^0(%0: ptr):
              %1: ptr = slot #4
              store u32 %1, 0
              %2: ptr = map.addr "M"
              %3: ptr = helper "bpf_map_lookup_elem" %2, %1
              %4: i32 = eq %3, null
              brif %4 -> ^7, ^1
            ^1:
              %5: ptr = ptradd %3, 8L
              %6: i64 = load u64 %3
              %7: i32 = eq %6, 8L
              brif %7 -> ^2, ^3
            ^2:
              store u64 %3, 1L
              store u64 %5, 2L
              br -> ^6
            ^3:
              store u64 %5, 2L
              store u64 %3, 1L
              br -> ^6
            ^6:
              ret 1
            ^7:
              ret 0
            """, """
            0: *(u32 *)(r10 -8) = 0
            1: r1 = map[M]
            3: r2 = r10
            4: r2 += -8
            5: call bpf_map_lookup_elem#1
            6: if r0 == 0 goto +10
            7: r1 = *(u64 *)(r0 +0)
            8: if r1 != 8 goto +4
            9: *(u64 *)(r0 +0) = 1
            10: *(u64 *)(r0 +8) = 2
            11: r0 = 1
            12: exit
            13: *(u64 *)(r0 +8) = 2
            14: *(u64 *)(r0 +0) = 1
            15: r0 = 1
            16: exit
            17: r0 = 0
            18: exit
            """, Map);
    }

    [Fact]
    public void Values_that_are_in_use_at_once_are_not_made_one()
    {
        Code.AssertCode("""
            ^0(%0: ptr):
              %1: ptr = ctx.load u32 "data" #0 %0
              %2: ptr = ctx.load u32 "data_end" #4 %0
              %3: i32 = pkt.fits %1, %2, 14
              brif %3 -> ^1, ^7
            ^1:
              %4: ptr = ptradd %1, 4L
              %5: i32 = load u32 %1
              %6: i32 = load u32 %4
              %7: i32 = lt.u %5, %6
              brif %7 -> ^2, ^3
            ^2:
              store u32 %1, %6
              store u32 %4, %5
              br -> ^6
            ^3:
              store u32 %1, %5
              store u32 %4, %6
              br -> ^6
            ^6:
              ret 1
            ^7:
              ret 0
            """, """
            0: r2 = *(u32 *)(r1 +0)
            1: r3 = *(u32 *)(r1 +4)
            2: r1 = r2
            3: r1 += 14
            4: if r1 > r3 goto +11
            5: r1 = *(u32 *)(r2 +0)
            6: r3 = *(u32 *)(r2 +4)
            7: if w1 >= w3 goto +4
            8: *(u32 *)(r2 +0) = r3
            9: *(u32 *)(r2 +4) = r1
            10: r0 = 1
            11: exit
            12: *(u32 *)(r2 +0) = r1
            13: *(u32 *)(r2 +4) = r3
            14: r0 = 1
            15: exit
            16: r0 = 0
            17: exit
            """);
    }

    [Fact]
    public void Nothing_moves_over_a_call()
    {
        Code.AssertCode("""
            ^0(%0: ptr):
              %1: i32 = ctx.load u32 "ingress_ifindex" #12 %0
              %2: ptr = global.addr "g"
              %3: i32 = eq %1, 1
              brif %3 -> ^2, ^3
            ^2:
              %4: i64 = helper "bpf_ktime_get_ns"
              store u64 %2, 7L
              br -> ^6(%4)
            ^3:
              store u64 %2, 7L
              %5: i64 = helper "bpf_ktime_get_ns"
              br -> ^6(%5)
            ^6(%6: i64):
              %7: i32 = trunc %6
              ret %7
            """, """
            0: r1 = *(u32 *)(r1 +12)
            1: r6 = .bss[0]
            3: if w1 != 1 goto +3
            4: call bpf_ktime_get_ns#5
            5: *(u64 *)(r6 +0) = 7
            6: exit
            7: *(u64 *)(r6 +0) = 7
            8: call bpf_ktime_get_ns#5
            9: exit
            """, "global \"g\": u64");
    }

    [Fact]
    public void A_constant_on_two_ways_to_a_place_is_set_once()
    {
        Code.AssertCode("""
            ^0(%0: ptr):
              %1: i32 = ctx.load u32 "ingress_ifindex" #12 %0
              %2: ptr = global.addr "g"
              %3: i32 = lt.u %1, 10
              brif %3 -> ^1, ^4
            ^1:
              %4: i32 = lt.u %1, 5
              brif %4 -> ^2, ^3
            ^2:
              store u64 %2, 7L
              br -> ^5(1)
            ^3:
              %5: i64 = helper "bpf_ktime_get_ns"
              store u64 %2, %5
              br -> ^5(1)
            ^4:
              br -> ^5(2)
            ^5(%6: i32):
              %7: i64 = load u64 %2
              %8: i32 = trunc %7
              %9: i32 = mul %8, %6
              ret %9
            """, """
            0: r1 = *(u32 *)(r1 +12)
            1: r6 = .bss[0]
            3: r0 = 2
            4: if w1 >= 10 goto +3
            5: if w1 >= 5 goto +5
            6: *(u64 *)(r6 +0) = 7
            7: r0 = 1
            8: r1 = *(u64 *)(r6 +0)
            9: w0 *= w1
            10: exit
            11: call bpf_ktime_get_ns#5
            12: *(u64 *)(r6 +0) = r0
            13: goto -7
            """, "global \"g\": u64");
    }

    // Over one that shares bytes with it no store moves.
    [Fact]
    public void Stores_that_overlap_keep_their_order()
    {
        Code.AssertCode("""
            ^0(%0: ptr):
              %1: ptr = ctx.load u32 "data" #0 %0
              %2: ptr = ctx.load u32 "data_end" #4 %0
              %3: i32 = pkt.fits %1, %2, 14
              brif %3 -> ^1, ^7
            ^1:
              %4: ptr = ptradd %1, 2L
              %5: ptr = ptradd %1, 8L
              %6: ptr = ptradd %1, 12L
              %7: i32 = load u16 %6
              %8: i32 = eq %7, 8
              brif %8 -> ^2, ^3
            ^2:
              store u32 %1, 1
              store u32 %4, 2
              store u32 %5, 3
              store u16 %6, 4
              br -> ^6
            ^3:
              store u16 %6, 4
              store u32 %5, 3
              store u32 %4, 2
              store u32 %1, 1
              br -> ^6
            ^6:
              %9: i32 = load u32 %1
              %10: i32 = xor %9, 1
              ret %10
            ^7:
              ret 0
            """, """
            0: r2 = *(u32 *)(r1 +0)
            1: r3 = *(u32 *)(r1 +4)
            2: r1 = r2
            3: r1 += 14
            4: if r1 > r3 goto +12
            5: r1 = *(u16 *)(r2 +12)
            6: if w1 != 8 goto +7
            7: *(u32 *)(r2 +0) = 1
            8: *(u32 *)(r2 +2) = 2
            9: *(u32 *)(r2 +8) = 3
            10: *(u16 *)(r2 +12) = 4
            11: r0 = *(u32 *)(r2 +0)
            12: w0 ^= 1
            13: exit
            14: *(u32 *)(r2 +2) = 2
            15: *(u32 *)(r2 +0) = 1
            16: goto -8
            17: r0 = 0
            18: exit
            """);
    }

    // Three instructions are not worth a jump on the way out.
    [Fact]
    public void A_short_end_of_the_program_stays()
    {
        Code.AssertCode("""
            ^0(%0: ptr):
              %1: i32 = ctx.load u32 "ingress_ifindex" #12 %0
              %2: ptr = global.addr "g"
              %3: i32 = eq %1, 1
              brif %3 -> ^2, ^3
            ^2:
              store u64 %2, 7L
              store u64 %2, 1L
              store u64 %2, 2L
              ret 1
            ^3:
              store u64 %2, 8L
              store u64 %2, 1L
              store u64 %2, 2L
              ret 1
            """, """
            0: r2 = *(u32 *)(r1 +12)
            1: r1 = .bss[0]
            3: if w2 != 1 goto +5
            4: *(u64 *)(r1 +0) = 7
            5: *(u64 *)(r1 +0) = 1
            6: *(u64 *)(r1 +0) = 2
            7: r0 = 1
            8: exit
            9: *(u64 *)(r1 +0) = 8
            10: *(u64 *)(r1 +0) = 1
            11: *(u64 *)(r1 +0) = 2
            12: r0 = 1
            13: exit
            """, "global \"g\": u64");
    }

    // Two ways have met before the second part: with all of it gone, the verifier would keep no state at its end, and walk what follows once for each of them.
    [Fact]
    public void Behind_a_place_where_ways_meet_as_much_stays_as_makes_the_verifier_keep_a_state()
    {
        Code.AssertCode("""
            ^0(%0: ptr):
              %1: i32 = ctx.load u32 "ingress_ifindex" #12 %0
              %2: ptr = global.addr "g"
              %3: i32 = eq %1, 1
              brif %3 -> ^1, ^2
            ^1:
              store u64 %2, 9L
              store u64 %2, 1L
              store u64 %2, 2L
              store u64 %2, 3L
              store u64 %2, 4L
              store u64 %2, 5L
              store u64 %2, 6L
              br -> ^5
            ^2:
              %4: i32 = eq %1, 2
              brif %4 -> ^3, ^4
            ^3:
              store u64 %2, 10L
              br -> ^4
            ^4:
              store u64 %2, 11L
              store u64 %2, 1L
              store u64 %2, 2L
              store u64 %2, 3L
              store u64 %2, 4L
              store u64 %2, 5L
              store u64 %2, 6L
              br -> ^5
            ^5:
              %5: i64 = helper "bpf_ktime_get_ns"
              %6: i32 = trunc %5
              ret %6
            """, """
            0: r1 = *(u32 *)(r1 +12)
            1: if w1 != 1 goto +11
            2: r1 = .bss[0]
            4: *(u64 *)(r1 +0) = 9
            5: *(u64 *)(r1 +0) = 1
            6: *(u64 *)(r1 +0) = 2
            7: *(u64 *)(r1 +0) = 3
            8: *(u64 *)(r1 +0) = 4
            9: *(u64 *)(r1 +0) = 5
            10: *(u64 *)(r1 +0) = 6
            11: call bpf_ktime_get_ns#5
            12: exit
            13: if w1 != 2 goto +3
            14: r1 = .bss[0]
            16: *(u64 *)(r1 +0) = 10
            17: r1 = .bss[0]
            19: *(u64 *)(r1 +0) = 11
            20: *(u64 *)(r1 +0) = 1
            21: *(u64 *)(r1 +0) = 2
            22: goto -16
            """, "global \"g\": u64");
    }
}
