using BpfSharp.Compiler.Verifier;
using BpfSharp.Compiler.Verifier.Walk;
using Xunit;

namespace BpfSharp.Compiler.Tests.CodeGen;

public sealed class WalkSearchTests
{
    private const string Map = """
        map "M" type 2 key u32 value u64 max 16 flags 0 pin 0
        """;

    private const string Lookup = """
        ^0(%0: ptr):
          %1: ptr = ctx.load u32 "data" #0 %0
          %2: ptr = ctx.load u32 "data_end" #4 %0
          %3: ptr = slot "key" #4
          %4: i32 = pkt.fits %1, %2, 14
          brif %4 -> ^1, ^9
        ^1:
          %10: ptr = ptradd %1, 12L
          %11: i32 = load u16 %10
          %12: i32 = eq %11, 8
          brif %12 -> ^2, ^3
        ^2:
          %20: i32 = pkt.fits %1, %2, 34
          brif %20 -> ^6, ^9
        ^6:
          %21: ptr = ptradd %1, 23L
          %22: i32 = load u8 %21
          br -> ^4(%22)
        ^3:
          %30: i32 = eq %11, 56710
          brif %30 -> ^7, ^8
        ^7:
          %31: i32 = pkt.fits %1, %2, 54
          brif %31 -> ^10, ^9
        ^10:
          %32: ptr = ptradd %1, 20L
          %33: i32 = load u8 %32
          br -> ^4(%33)
        ^4(%40: i32):
          store u32 %3, %40
          %41: ptr = map.addr "M"
          %42: ptr = helper "bpf_map_lookup_elem" %41, %3
          %43: i32 = ne %42, null
          brif %43 -> ^5, ^8
        ^5:
          %50: i64 = ptrdiff %2, %1
          %51: i64 = load u64 %42
          %52: i64 = add %51, %50
          store u64 %42, %52
          br -> ^8
        ^8:
          ret 2
        ^9:
          ret 0
        """;

    private const string Headers = """
        ^0(%0: ptr):
          %1: ptr = ctx.load u32 "data" #0 %0
          %2: ptr = ctx.load u32 "data_end" #4 %0
          %3: i32 = pkt.fits %1, %2, 14
          brif %3 -> ^1, ^7
        ^1:
          %10: ptr = ptradd %1, 12L
          %11: i32 = load u16 %10
          %12: i32 = eq %11, 8
          brif %12 -> ^2, ^6
        ^2:
          %20: i32 = pkt.fits %1, %2, 34
          brif %20 -> ^3, ^8
        ^3:
          %30: ptr = ptradd %1, 23L
          %31: i32 = load u8 %30
          %32: i32 = eq %31, 17
          brif %32 -> ^4, ^6
        ^4:
          %40: i32 = pkt.fits %1, %2, 42
          brif %40 -> ^5, ^9
        ^5:
          %50: ptr = ptradd %1, 40L
          %51: i32 = load u16 %50
          ret %51
        ^6:
          ret 2
        ^7:
          fault #2 @3
        ^8:
          fault #2 @4
        ^9:
          fault #2 @5
        """;

    // As it was: the short way out behind everything else, and the verifier walked the place where ways meet, from 17 on, twice.
    [Fact]
    public void Blocks_lie_as_the_verifier_walks_least()
    {
        Code.AssertCode(Lookup, """
            0: r7 = *(u32 *)(r1 +0)
            1: r6 = *(u32 *)(r1 +4)
            2: r1 = r7
            3: r1 += 14
            4: if r1 > r6 goto +6
            5: r2 = *(u16 *)(r7 +12)
            6: if w2 != 8 goto +6
            7: r1 += 20
            8: if r1 > r6 goto +2
            9: r1 = *(u8 *)(r7 +23)
            10: goto +6
            11: r0 = 0
            12: exit
            13: if w2 != 56710 goto +14
            14: r1 += 40
            15: if r1 > r6 goto -5
            16: r1 = *(u8 *)(r7 +20)
            17: *(u32 *)(r10 -8) = r1
            18: r1 = map[M]
            20: r2 = r10
            21: r2 += -8
            22: call bpf_map_lookup_elem#1
            23: if r0 == 0 goto +4
            24: r6 -= r7
            25: r1 = *(u64 *)(r0 +0)
            26: r1 += r6
            27: *(u64 *)(r0 +0) = r1
            28: r0 = 2
            29: exit
            """, Map, isSearched: true);
        Assert.Equal((46, 41), (Work(Lookup, isSearched: false), Work(Lookup, isSearched: true)));
    }

    // Three headers that may be missing: behind the jump at 6 nothing tells their ways apart any more, and the verifier has kept a state.
    [Fact]
    public void A_fault_rests_where_the_lengths_have_become_one_number()
    {
        Code.AssertCode(Headers, """
            0: r2 = *(u32 *)(r1 +0)
            1: r4 = *(u32 *)(r1 +4)
            2: r1 = r2
            3: r1 += 14
            4: if r1 <= r4 goto +13
            5: r1 -= r2
            6: goto +0
            7: *(u32 *)(r10 -4) = r1
            8: r2 = r10
            9: r2 += -4
            10: r1 = map[bpfsharp_faults]
            12: call bpf_map_lookup_elem#1
            13: if r0 == 0 goto +2
            14: r1 = 1
            15: lock *(u64 *)(r0 +0) += r1
            16: r0 = 1
            17: exit
            18: r3 = *(u16 *)(r2 +12)
            19: if w3 != 8 goto +8
            20: r1 += 20
            21: if r1 > r4 goto -17
            22: r3 = *(u8 *)(r2 +23)
            23: if w3 != 17 goto +4
            24: r1 += 8
            25: if r1 > r4 goto -21
            26: r0 = *(u16 *)(r2 +40)
            27: exit
            28: r0 = 2
            29: exit
            """, isSearched: true);
        Assert.Equal((46, 37), (Work(Headers, isSearched: false), Work(Headers, isSearched: true)));
    }

    [Fact]
    public void A_program_in_which_nothing_is_walked_twice_stays_as_it_is()
    {
        const string Body = """
            ^0(%0: ptr):
              %1: i32 = ctx.load u32 "ingress_ifindex" #12 %0
              %2: i32 = eq %1, 1
              brif %2 -> ^1, ^2
            ^1:
              ret 1
            ^2:
              ret 2
            """;
        Assert.Equal(Code.Text(Code.Compile(Body)), Code.Text(Code.Compile(Body, isSearched: true)));
    }

    private static int Work(string body, bool isSearched)
    {
        WalkResult walk = Walker.Run(ProgramReading.Read(Code.Module(body, Map), Code.Compile(body, Map, isSearched: isSearched)), 1000, 1000, TestContext.Current.CancellationToken);
        Assert.Equal(WalkEnd.Complete, walk.End);
        return walk.Instructions;
    }
}
