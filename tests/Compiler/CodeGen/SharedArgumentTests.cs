using Xunit;

namespace BpfSharp.Compiler.Tests.CodeGen;

public sealed class SharedArgumentTests
{
    private const string Maps = """
        map "M" type 1 key u32 value u64 max 16 flags 0 pin 0
        map "N" type 1 key u64 value u64 max 16 flags 0 pin 0
        """;

    // Both ways give the same map and the same key, and go on to places of their own.
    [Fact]
    public void A_map_and_a_key_that_two_ways_give_alike_are_made_before_them()
    {
        Code.AssertCode("""
            ^0(%0: ptr):
              %1: ptr = slot "key" #4
              %2: i32 = ctx.load u32 "ingress_ifindex" #12 %0
              %3: i32 = ctx.load u32 "rx_queue_index" #16 %0
              %4: i32 = eq %2, 6
              brif %4 -> ^1, ^2
            ^1:
              store u32 %1, %3
              %5: ptr = map.addr "M"
              %6: ptr = helper "bpf_map_lookup_elem" %5, %1
              %7: i32 = ne %6, null
              brif %7 -> ^3, ^4
            ^2:
              store u32 %1, 7
              %8: ptr = map.addr "M"
              %9: ptr = helper "bpf_map_lookup_elem" %8, %1
              %10: i32 = ne %9, null
              brif %10 -> ^4, ^5
            ^3:
              ret 1
            ^4:
              ret 2
            ^5:
              ret 3
            """, """
            0: r3 = *(u32 *)(r1 +12)
            1: r4 = *(u32 *)(r1 +16)
            2: r1 = map[M]
            4: r2 = r10
            5: r2 += -8
            6: if w3 != 6 goto +7
            7: *(u32 *)(r10 -8) = r4
            8: call bpf_map_lookup_elem#1
            9: if r0 == 0 goto +2
            10: r0 = 1
            11: exit
            12: r0 = 2
            13: exit
            14: *(u32 *)(r10 -8) = 7
            15: call bpf_map_lookup_elem#1
            16: if r0 != 0 goto -5
            17: r0 = 3
            18: exit
            """, Maps);
    }

    // What they have in common is where the frame is.
    [Fact]
    public void Of_different_keys_the_address_of_the_frame_is_made_before_two_ways()
    {
        Code.AssertCode("""
            ^0(%0: ptr):
              %1: ptr = slot "key" #4
              %2: ptr = slot "pair" #8
              %3: i32 = ctx.load u32 "ingress_ifindex" #12 %0
              %4: i32 = eq %3, 6
              brif %4 -> ^1, ^2
            ^1:
              store u32 %1, 5
              %5: ptr = map.addr "M"
              %6: ptr = helper "bpf_map_lookup_elem" %5, %1
              %7: i32 = ne %6, null
              brif %7 -> ^3, ^4
            ^2:
              store u64 %2, 7L
              %8: ptr = map.addr "N"
              %9: ptr = helper "bpf_map_lookup_elem" %8, %2
              %10: i32 = ne %9, null
              brif %10 -> ^4, ^5
            ^3:
              ret 1
            ^4:
              ret 2
            ^5:
              ret 3
            """, """
            0: r1 = *(u32 *)(r1 +12)
            1: r2 = r10
            2: if w1 != 6 goto +10
            3: *(u32 *)(r10 -8) = 5
            4: r1 = map[M]
            6: r2 += -8
            7: call bpf_map_lookup_elem#1
            8: if r0 == 0 goto +2
            9: r0 = 1
            10: exit
            11: r0 = 2
            12: exit
            13: *(u64 *)(r10 -8) = 7
            14: r1 = map[N]
            16: r2 += -8
            17: call bpf_map_lookup_elem#1
            18: if r0 != 0 goto -8
            19: r0 = 3
            20: exit
            """, Maps);
    }

    // A call takes r1 to r5: what waited there would be gone.
    [Fact]
    public void Behind_a_call_both_are_made_anew()
    {
        Code.AssertCode("""
            ^0(%0: ptr):
              %1: ptr = slot "key" #4
              %2: ptr = slot "pair" #8
              %3: i32 = ctx.load u32 "ingress_ifindex" #12 %0
              %4: i32 = eq %3, 6
              brif %4 -> ^1, ^2
            ^1:
              store u32 %1, 5
              %5: ptr = map.addr "M"
              %6: ptr = helper "bpf_map_lookup_elem" %5, %1
              %7: i32 = ne %6, null
              brif %7 -> ^3, ^4
            ^2:
              %11: i64 = helper "bpf_ktime_get_ns"
              store u64 %2, %11
              %8: ptr = map.addr "M"
              %9: ptr = helper "bpf_map_lookup_elem" %8, %2
              %10: i32 = ne %9, null
              brif %10 -> ^4, ^5
            ^3:
              ret 1
            ^4:
              ret 2
            ^5:
              ret 3
            """, """
            0: r1 = *(u32 *)(r1 +12)
            1: if w1 != 6 goto +11
            2: *(u32 *)(r10 -8) = 5
            3: r1 = map[M]
            5: r2 = r10
            6: r2 += -8
            7: call bpf_map_lookup_elem#1
            8: if r0 == 0 goto +2
            9: r0 = 1
            10: exit
            11: r0 = 2
            12: exit
            13: call bpf_ktime_get_ns#5
            14: *(u64 *)(r10 -8) = r0
            15: r1 = map[M]
            17: r2 = r10
            18: r2 += -8
            19: call bpf_map_lookup_elem#1
            20: if r0 != 0 goto -10
            21: r0 = 3
            22: exit
            """, Maps);
    }

    // What two ways share behind a call waits for nobody before it.
    [Fact]
    public void What_is_shared_behind_a_call_is_made_there()
    {
        Code.AssertCode("""
            ^0(%0: ptr):
              %1: ptr = slot "key" #4
              %2: ptr = slot "pair" #8
              %3: i32 = ctx.load u32 "ingress_ifindex" #12 %0
              %4: i32 = eq %3, 6
              brif %4 -> ^1, ^2
            ^1:
              store u64 %2, 7L
              %5: ptr = map.addr "N"
              %6: ptr = helper "bpf_map_lookup_elem" %5, %2
              %7: i32 = ne %6, null
              brif %7 -> ^5, ^6
            ^2:
              %8: i64 = helper "bpf_ktime_get_ns"
              %9: i32 = eq %8, 0L
              brif %9 -> ^3, ^4
            ^3:
              store u32 %1, 1
              %10: ptr = map.addr "M"
              %11: ptr = helper "bpf_map_lookup_elem" %10, %1
              %12: i32 = ne %11, null
              brif %12 -> ^6, ^7
            ^4:
              store u32 %1, %3
              %13: ptr = map.addr "M"
              %14: ptr = helper "bpf_map_lookup_elem" %13, %1
              %15: i32 = ne %14, null
              brif %15 -> ^7, ^5
            ^5:
              ret 1
            ^6:
              ret 2
            ^7:
              ret 3
            """, """
            0: r6 = *(u32 *)(r1 +12)
            1: if w6 != 6 goto +11
            2: *(u64 *)(r10 -8) = 7
            3: r1 = map[N]
            5: r2 = r10
            6: r2 += -8
            7: call bpf_map_lookup_elem#1
            8: if r0 == 0 goto +2
            9: r0 = 1
            10: exit
            11: r0 = 2
            12: exit
            13: call bpf_ktime_get_ns#5
            14: r1 = map[M]
            16: r2 = r10
            17: r2 += -8
            18: if r0 != 0 goto +5
            19: *(u32 *)(r10 -8) = 1
            20: call bpf_map_lookup_elem#1
            21: if r0 != 0 goto -11
            22: r0 = 3
            23: exit
            24: *(u32 *)(r10 -8) = r6
            25: call bpf_map_lookup_elem#1
            26: if r0 != 0 goto -5
            27: goto -19
            """, Maps);
    }

    // The one is given second and the other third: no register can wait for both, so that nothing would be gained.
    [Fact]
    public void An_address_that_is_wanted_elsewhere_is_made_where_it_was()
    {
        Code.AssertCode("""
            ^0(%0: ptr):
              %1: ptr = slot "key" #4
              %2: ptr = slot "pair" #8
              %3: i32 = ctx.load u32 "ingress_ifindex" #12 %0
              %12: i32 = ctx.load u32 "rx_queue_index" #16 %0
              %4: i32 = eq %3, 6
              brif %4 -> ^1, ^2
            ^1:
              store u32 %1, 5
              %5: ptr = map.addr "M"
              %6: ptr = helper "bpf_map_lookup_elem" %5, %1
              %7: i32 = ne %6, null
              brif %7 -> ^3, ^4
            ^2:
              %13: i64 = zext %12
              store u64 %2, %13
              %8: ptr = map.addr "M"
              %14: ptr = global.addr "key"
              %9: i64 = helper "bpf_map_update_elem" %8, %14, %2, 0L
              %10: i32 = ne %9, 0L
              brif %10 -> ^4, ^5
            ^3:
              ret 1
            ^4:
              ret 2
            ^5:
              ret 3
            """, """
            0: r2 = *(u32 *)(r1 +12)
            1: r3 = *(u32 *)(r1 +16)
            2: r1 = map[M]
            4: if w2 != 6 goto +9
            5: *(u32 *)(r10 -8) = 5
            6: r2 = r10
            7: r2 += -8
            8: call bpf_map_lookup_elem#1
            9: if r0 == 0 goto +2
            10: r0 = 1
            11: exit
            12: r0 = 2
            13: exit
            14: *(u64 *)(r10 -8) = r3
            15: r2 = .bss[0]
            17: r3 = r10
            18: r3 += -8
            19: r4 = 0
            20: call bpf_map_update_elem#2
            21: if r0 != 0 goto -10
            22: r0 = 3
            23: exit
            """, Maps + "\nglobal \"key\": u32");
    }

    // What hardly ever happens makes no other way longer.
    [Fact]
    public void What_only_cold_ways_give_stays_with_them()
    {
        Code.AssertCode("""
            ^0(%0: ptr):
              %1: ptr = slot "key" #4
              %2: ptr = slot "pair" #8
              %3: i32 = ctx.load u32 "ingress_ifindex" #12 %0
              %4: i32 = eq %3, 6
              brif %4 -> ^3, ^2
            ^1:
              ret 1
            ^2:
              %5: i32 = eq %3, 7
              brif %5 -> ^4, ^1
            ^3:
              store u32 %1, %3
              %6: ptr = map.addr "M"
              %7: ptr = helper "bpf_map_lookup_elem" %6, %1
              fault #2 @3
            ^4:
              %8: i64 = zext %3
              store u64 %2, %8
              %9: ptr = map.addr "N"
              %10: ptr = helper "bpf_map_lookup_elem" %9, %2
              %11: i32 = ne %10, null
              brif %11 -> ^5, ^6
            ^5:
              fault #2 @4
            ^6:
              fault #2 @5
            """, """
            0: r1 = *(u32 *)(r1 +12)
            1: if w1 == 6 goto +3
            2: if w1 == 7 goto +18
            3: r0 = 1
            4: exit
            5: *(u32 *)(r10 -8) = r1
            6: r1 = map[M]
            8: r2 = r10
            9: r2 += -8
            10: call bpf_map_lookup_elem#1
            11: *(u32 *)(r10 -4) = 2
            12: r2 = r10
            13: r2 += -4
            14: r1 = map[bpfsharp_faults]
            16: call bpf_map_lookup_elem#1
            17: if r0 == 0 goto -15
            18: r1 = 1
            19: lock *(u64 *)(r0 +0) += r1
            20: goto -18
            21: *(u64 *)(r10 -8) = r1
            22: r1 = map[N]
            24: r2 = r10
            25: r2 += -8
            26: call bpf_map_lookup_elem#1
            27: if r0 == 0 goto +2
            28: *(u32 *)(r10 -4) = 1
            29: goto -18
            30: *(u32 *)(r10 -4) = 0
            31: goto -20
            """, Maps);
    }
}
