using Xunit;

namespace BpfSharp.Compiler.Tests.CodeGen;

/// <summary>What the frame holds already is not stored again.</summary>
public sealed class RedundantStoreTests
{
    private const string Declarations = """
        map "M" type 1 key u64 value u64 max 16 flags 0 pin 0
        global "g": u64
        """;

    private const string Start = """
        ^0(%0: ptr):
          %1: ptr = global.addr "g"
          %2: i32 = load u32 %1
          %3: ptr = ptradd %1, 4L
          %4: i32 = load u32 %3
          %5: ptr = map.addr "M"
          %6: ptr = slot "first" #8
          store u32 %6, 32
          %7: ptr = ptradd %6, 4L
          store u32 %7, %2
          %8: ptr = helper "bpf_map_lookup_elem" %5, %6

        """;

    // Two keys lie in one place, and both begin with 32: a prefix's length, say.
    [Fact]
    public void A_constant_in_the_place_of_another_local() => Code.AssertCode(Start + """
          %9: ptr = slot "second" #8
          store u32 %9, 32
          %10: ptr = ptradd %9, 4L
          store u32 %10, %4
          %11: ptr = helper "bpf_map_lookup_elem" %5, %9
          ret 1
        """, """
        0: r1 = .bss[0]
        2: r2 = *(u32 *)(r1 +0)
        3: r6 = *(u32 *)(r1 +4)
        4: *(u32 *)(r10 -8) = 32
        5: *(u32 *)(r10 -4) = r2
        6: r1 = map[M]
        8: r2 = r10
        9: r2 += -8
        10: call bpf_map_lookup_elem#1
        11: *(u32 *)(r10 -4) = r6
        12: r1 = map[M]
        14: r2 = r10
        15: r2 += -8
        16: call bpf_map_lookup_elem#1
        17: r0 = 1
        18: exit
        """, Declarations);

    // The same number, in the same register, for two maps.
    [Fact]
    public void A_register_that_has_not_changed() => Code.AssertCode(Start + """
          %9: ptr = slot "second" #8
          store u32 %9, 33
          %10: ptr = ptradd %9, 4L
          store u32 %10, %2
          %11: ptr = helper "bpf_map_lookup_elem" %5, %9
          ret 1
        """, """
        0: r1 = .bss[0]
        2: r6 = *(u32 *)(r1 +0)
        3: r1 = *(u32 *)(r1 +4)
        4: *(u32 *)(r10 -8) = 32
        5: *(u32 *)(r10 -4) = r6
        6: r1 = map[M]
        8: r2 = r10
        9: r2 += -8
        10: call bpf_map_lookup_elem#1
        11: *(u32 *)(r10 -8) = 33
        12: r1 = map[M]
        14: r2 = r10
        15: r2 += -8
        16: call bpf_map_lookup_elem#1
        17: r0 = 1
        18: exit
        """, Declarations);

    // A helper wrote to the local; only one of two ways has stored it.
    [Fact]
    public void Not_what_a_helper_may_have_changed() => Code.AssertCode(Start + """
          %9: i64 = helper "read" %6, 8L
          %10: ptr = slot "second" #8
          store u32 %10, 32
          %11: ptr = ptradd %10, 4L
          store u32 %11, %4
          %12: ptr = helper "bpf_map_lookup_elem" %5, %10
          ret 1
        """, """
        0: r1 = .bss[0]
        2: r2 = *(u32 *)(r1 +0)
        3: r6 = *(u32 *)(r1 +4)
        4: *(u32 *)(r10 -8) = 32
        5: *(u32 *)(r10 -4) = r2
        6: r1 = map[M]
        8: r2 = r10
        9: r2 += -8
        10: call bpf_map_lookup_elem#1
        11: r1 = r10
        12: r1 += -8
        13: r2 = 8
        14: call 100
        15: *(u32 *)(r10 -8) = 32
        16: *(u32 *)(r10 -4) = r6
        17: r1 = map[M]
        19: r2 = r10
        20: r2 += -8
        21: call bpf_map_lookup_elem#1
        22: r0 = 1
        23: exit
        """, Declarations + "\nhelper \"read\" 100 (WriteMemory, Size) effects 0 since \"4.1\"");

    [Fact]
    public void Not_what_one_way_has_not_stored() => Code.AssertCode("""
        ^0(%0: ptr):
          %1: ptr = global.addr "g"
          %2: i32 = load u32 %1
          %3: ptr = map.addr "M"
          brif %2 -> ^1, ^2
        ^1:
          %4: ptr = slot "first" #8
          store u64 %4, 32L
          %5: ptr = helper "bpf_map_lookup_elem" %3, %4
          br -> ^2
        ^2:
          %6: ptr = slot "second" #8
          store u64 %6, 32L
          %7: ptr = helper "bpf_map_lookup_elem" %3, %6
          ret 1
        """, """
        0: r1 = .bss[0]
        2: r1 = *(u32 *)(r1 +0)
        3: if w1 == 0 goto +6
        4: *(u64 *)(r10 -8) = 32
        5: r1 = map[M]
        7: r2 = r10
        8: r2 += -8
        9: call bpf_map_lookup_elem#1
        10: *(u64 *)(r10 -8) = 32
        11: r1 = map[M]
        13: r2 = r10
        14: r2 += -8
        15: call bpf_map_lookup_elem#1
        16: r0 = 1
        17: exit
        """, Declarations);
}
