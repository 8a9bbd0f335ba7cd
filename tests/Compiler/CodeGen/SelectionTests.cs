using System.Linq;
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
            0: r3 = *(u32 *)(r1 +0)
            1: r5 = *(u32 *)(r1 +4)
            2: r1 = r3
            3: r1 += 14
            4: r2 = r10
            5: if r1 > r5 goto +21
            6: r4 = *(u16 *)(r3 +12)
            7: if w4 != 8 goto +17
            8: r1 += 20
            9: if r1 > r5 goto +17
            10: r4 = .bss[0]
            12: r1 = *(u64 *)(r4 +0)
            13: r1 += 1
            14: *(u64 *)(r4 +0) = r1
            15: *(u32 *)(r10 -8) = 32
            16: r1 = *(u32 *)(r3 +26)
            17: *(u32 *)(r10 -4) = r1
            18: r1 = map[Denied]
            20: r2 += -8
            21: call bpf_map_lookup_elem#1
            22: if r0 == 0 goto +2
            23: r0 = 1
            24: exit
            25: r0 = 2
            26: exit
            27: r1 -= r3
            28: *(u32 *)(r10 -4) = r1
            29: r2 += -4
            30: r1 = map[bpfsharp_faults]
            32: call bpf_map_lookup_elem#1
            33: if r0 == 0 goto -11
            34: r1 = 1
            35: lock *(u64 *)(r0 +0) += r1
            36: goto -14
            """, """
            map "Denied" type 11 key u64 value u32 max 100 flags 1 pin 0
            global "seen": u64
            """);
    }

    /// <summary>Verifiers from 6.11 on take no sum that is 2^29 or more from the number that it comes of for an offset, as long as they know that number.</summary>
    [Theory]
    [InlineData(536870912, "w1 += 536870911|w1 += 1")]
    [InlineData(-536870912, "w1 += -536870911|w1 += -1")]
    [InlineData(536870911, "w1 += 536870911")]
    public void An_offset_far_from_what_it_is_computed_of_is_made_in_two_steps(int distance, string sum)
    {
        string code = Code.Text(Code.Compile($$"""
            ^0(%0: ptr):
              %1: ptr = slot "bytes" #8
              %2: i32 = ctx.load u32 "ingress_ifindex" #12 %0
              store u64 %1, 5L
              %3: i32 = add %2, {{distance}}
              %4: i32 = le.u %3, 7
              brif %4 -> ^1, ^2
            ^1:
              %5: i64 = zext %3
              %6: ptr = ptradd %1, %5
              %7: i32 = load u8 %6
              ret %7
            ^2:
              %8: i32 = add %2, 1999999999
              ret %8
            """));
        string[] sums = code.Split('\n').Select(static l => l[(l.IndexOf(':') + 1)..].Trim()).Where(static l => l.StartsWith('w')).ToArray();
        Assert.Equal([.. sum.Split('|'), "w0 += 1999999999"], sums);
    }

    // No packet has 4 GB: its length is its own low half, and nobody needs the bounds that a cut would show.
    [Fact]
    public void A_packets_length_is_not_cut()
    {
        Code.AssertCode("""
            ^0(%0: ptr):
              %1: ptr = ctx.load u32 "data" #0 %0
              %2: ptr = ctx.load u32 "data_end" #4 %0
              %3: i64 = ptrdiff %2, %1
              %4: i32 = trunc %3
              %5: i64 = zext %4
              %6: ptr = global.addr "length"
              store u64 %6, %5
              ret 2
            """, """
            0: r2 = *(u32 *)(r1 +0)
            1: r1 = *(u32 *)(r1 +4)
            2: r1 -= r2
            3: r2 = .bss[0]
            5: *(u64 *)(r2 +0) = r1
            6: r0 = 2
            7: exit
            """, "global \"length\": u64");
    }
}
