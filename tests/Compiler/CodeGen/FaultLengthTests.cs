using System.Collections.Generic;
using System.Linq;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Output;
using Xunit;

namespace BpfSharp.Compiler.Tests.CodeGen;

public sealed class FaultLengthTests
{
    private const string TwoHeaders = """
        ^0(%0: ptr):
          %1: ptr = ctx.load u32 "data" #0 %0
          %2: ptr = ctx.load u32 "data_end" #4 %0
          %3: i32 = pkt.fits %1, %2, 14
          brif %3 -> ^1, ^8
        ^1:
          %4: i32 = pkt.fits %1, %2, 34
          brif %4 -> ^2, ^9
        ^2:
          %5: i32 = load u8 %1
          ret %5
        ^8:
          fault #2 @3
        ^9:
          fault #2 @4
        """;

    // Which header it was is the length that did not fit: one subtraction instead of a store and a jump for each.
    [Fact]
    public void Which_header_was_missing_is_told_by_its_length()
    {
        Code.AssertCode(TwoHeaders, """
            0: r2 = *(u32 *)(r1 +0)
            1: r3 = *(u32 *)(r1 +4)
            2: r1 = r2
            3: r1 += 14
            4: if r1 > r3 goto +4
            5: r1 += 20
            6: if r1 > r3 goto +2
            7: r0 = *(u8 *)(r2 +0)
            8: exit
            9: r1 -= r2
            10: *(u32 *)(r10 -4) = r1
            11: r2 = r10
            12: r2 += -4
            13: r1 = map[bpfsharp_faults]
            15: call bpf_map_lookup_elem#1
            16: if r0 == 0 goto +2
            17: r1 = 1
            18: lock *(u64 *)(r0 +0) += r1
            19: r0 = 1
            20: exit
            """);
        Assert.Equal([(14, 3), (34, 4)], Sites(TwoHeaders));
    }

    // Behind the call the same lengths are other places: a number is added.
    [Fact]
    public void Equal_lengths_of_other_places_get_other_numbers()
    {
        const string body = """
            ^0(%0: ptr):
              %1: ptr = ctx.load u32 "data" #0 %0
              %2: ptr = ctx.load u32 "data_end" #4 %0
              %3: i32 = pkt.fits %1, %2, 14
              brif %3 -> ^1, ^7
            ^1:
              %4: i32 = pkt.fits %1, %2, 34
              brif %4 -> ^2, ^8
            ^2:
              %5: i32 = load u8 %1
              %6: i32 = helper "bpf_xdp_adjust_head" %0, 4
              %7: ptr = ctx.load u32 "data" #0 %0
              %8: ptr = ctx.load u32 "data_end" #4 %0
              %9: i32 = pkt.fits %7, %8, 14
              brif %9 -> ^3, ^9
            ^3:
              %10: i32 = pkt.fits %7, %8, 34
              brif %10 -> ^4, ^10
            ^4:
              %11: i32 = load u8 %7
              %12: i64 = zext %11
              %13: ptr = ptradd %7, %12
              %14: i32 = pkt.fits %13, %8, 4
              brif %14 -> ^5, ^11
            ^5:
              %15: i32 = load u8 %13
              %16: i32 = add %5, %15
              ret %16
            ^7:
              fault #2 @3
            ^8:
              fault #2 @4
            ^9:
              fault #2 @5
            ^10:
              fault #2 @6
            ^11:
              fault #2 @7
            """;
        Code.AssertCode(body, """
            0: r7 = r1
            1: r2 = *(u32 *)(r7 +0)
            2: r3 = *(u32 *)(r7 +4)
            3: r1 = r2
            4: r1 += 14
            5: if r1 > r3 goto +22
            6: r1 += 20
            7: if r1 > r3 goto +20
            8: r6 = *(u8 *)(r2 +0)
            9: r1 = r7
            10: r2 = 4
            11: call bpf_xdp_adjust_head#44
            12: r1 = *(u32 *)(r7 +0)
            13: r3 = *(u32 *)(r7 +4)
            14: r2 = r1
            15: r2 += 14
            16: if r2 > r3 goto +23
            17: r2 += 20
            18: if r2 > r3 goto +21
            19: r2 = *(u8 *)(r1 +0)
            20: r1 += r2
            21: r2 = r1
            22: r2 += 4
            23: if r2 > r3 goto +16
            24: r1 = *(u8 *)(r1 +0)
            25: r0 = r6
            26: w0 += w1
            27: exit
            28: r1 -= r2
            29: *(u32 *)(r10 -4) = r1
            30: r2 = r10
            31: r2 += -4
            32: r1 = map[bpfsharp_faults]
            34: call bpf_map_lookup_elem#1
            35: if r0 == 0 goto +2
            36: r1 = 1
            37: lock *(u64 *)(r0 +0) += r1
            38: r0 = 1
            39: exit
            40: r2 -= r1
            41: r2 += 1
            42: *(u32 *)(r10 -4) = r2
            43: goto -14
            """);
        Assert.Equal([(5, 7), (14, 3), (15, 5), (34, 4), (35, 6)], Sites(body));
    }

    // The distance is not known.
    [Fact]
    public void A_header_of_unknown_length_keeps_its_number()
    {
        const string body = """
            ^0(%0: ptr):
              %1: ptr = ctx.load u32 "data" #0 %0
              %2: ptr = ctx.load u32 "data_end" #4 %0
              %3: i32 = pkt.fits %1, %2, 14
              brif %3 -> ^1, ^8
            ^1:
              %4: i32 = load u8 %1
              %5: i64 = zext %4
              %6: i32 = pkt.fits %1, %2, %5
              brif %6 -> ^2, ^9
            ^2:
              ret %4
            ^8:
              fault #2 @3
            ^9:
              fault #2 @4
            """;
        Assert.Equal([(0, 3), (1, 4)], Sites(body));
    }

    private static List<(int Number, int Span)> Sites(string body)
    {
        List<CompiledFaultSite> sites = Code.TryCompile(body).Faults;
        return sites.Select(static (s, i) => (s, i)).Where(static s => s.s.IsUsed).Select(static s => (s.i, s.s.Span)).ToList();
    }
}
