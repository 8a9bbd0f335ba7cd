using BpfSharp.Compiler.Tests.CodeGen;
using Xunit;

namespace BpfSharp.Compiler.Tests.Golden;

/// <summary>Safe IR in, instructions out: how the packet's end is compared.</summary>
public sealed class PacketCheckGoldenTests
{
    [Fact]
    public void A_packet_pointer_is_checked_and_used_in_one_register() => Code.AssertCode(
        """
        ^0(%0: ptr):
          %1: ptr = ctx.load u32 "data" #0 %0
          %2: ptr = ctx.load u32 "data_end" #4 %0
          %3: i32 = ctx.load u32 "rx_queue_index" #16 %0
          %4: i32 = and %3, 63
          %5: i64 = zext %4
          %6: ptr = ptradd %1, %5
          %7: i32 = pkt.fits %6, %2, 1
          brif %7 -> ^1, ^2
        ^1:
          %8: i32 = load u8 %6
          ret %8
        ^2:
          ret 2
        """,
        """
        0: r2 = *(u32 *)(r1 +0)
        1: r3 = *(u32 *)(r1 +4)
        2: r1 = *(u32 *)(r1 +16)
        3: w1 &= 63
        4: r2 += r1
        5: r1 = r2
        6: r1 += 1
        7: if r1 > r3 goto +2
        8: r0 = *(u8 *)(r2 +0)
        9: exit
        10: r0 = 2
        11: exit
        """,
        CodeGoldenTests.Data);

    // The verifier gives its range to all pointers that constants were added to.
    [Fact]
    public void A_check_steps_on_from_the_one_before() => Code.AssertCode(
        """
        ^0(%0: ptr):
          %1: ptr = ctx.load u32 "data" #0 %0
          %2: ptr = ctx.load u32 "data_end" #4 %0
          %3: i32 = pkt.fits %1, %2, 14
          brif %3 -> ^1, ^4
        ^1:
          %4: i32 = load u8 %1
          %5: i32 = eq %4, 8
          brif %5 -> ^2, ^3
        ^2:
          %6: i32 = pkt.fits %1, %2, 34
          brif %6 -> ^5, ^4
        ^3:
          %7: i32 = pkt.fits %1, %2, 54
          brif %7 -> ^6, ^4
        ^4:
          ret 2
        ^5:
          %8: ptr = ptradd %1, 33L
          %9: i32 = load u8 %8
          ret %9
        ^6:
          %10: ptr = ptradd %1, 53L
          %11: i32 = load u8 %10
          ret %11
        """,
        """
        0: r2 = *(u32 *)(r1 +0)
        1: r4 = *(u32 *)(r1 +4)
        2: r1 = r2
        3: r1 += 14
        4: if r1 > r4 goto +6
        5: r3 = *(u8 *)(r2 +0)
        6: if w3 != 8 goto +6
        7: r1 += 20
        8: if r1 > r4 goto +2
        9: r0 = *(u8 *)(r2 +33)
        10: exit
        11: r0 = 2
        12: exit
        13: r1 += 40
        14: if r1 > r4 goto -4
        15: r0 = *(u8 *)(r2 +53)
        16: exit
        """,
        CodeGoldenTests.Data);

    // A helper's call would cost the register.
    [Fact]
    public void A_check_behind_a_call_starts_anew() => Code.AssertCode(
        """
        ^0(%0: ptr):
          %1: ptr = ctx.load u32 "data" #0 %0
          %2: ptr = ctx.load u32 "data_end" #4 %0
          %3: i32 = pkt.fits %1, %2, 14
          brif %3 -> ^1, ^4
        ^1:
          %4: i64 = helper "bpf_ktime_get_ns"
          %5: i32 = pkt.fits %1, %2, 34
          brif %5 -> ^2, ^4
        ^2:
          %6: i32 = load u8 %1
          ret %6
        ^4:
          ret 2
        """,
        """
        0: r6 = *(u32 *)(r1 +0)
        1: r7 = *(u32 *)(r1 +4)
        2: r1 = r6
        3: r1 += 14
        4: if r1 > r7 goto +6
        5: call bpf_ktime_get_ns#5
        6: r1 = r6
        7: r1 += 34
        8: if r1 > r7 goto +2
        9: r0 = *(u8 *)(r6 +0)
        10: exit
        11: r0 = 2
        12: exit
        """,
        CodeGoldenTests.Data);
}
