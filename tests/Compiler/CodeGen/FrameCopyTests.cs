using Xunit;

namespace BpfSharp.Compiler.Tests.CodeGen;

/// <summary>Six numbers that outlive a call, all of them in the key that it is given: what no register holds is read from the key, and stored elsewhere.</summary>
public sealed class FrameCopyTests
{
    private const string Declarations = """
        map "M" type 1 key u64 value u64 max 16 flags 0 pin 0
        global "a": u64
        global "a2": u64
        global "b": u64
        global "b2": u64
        """;

    private const string Start = """
        ^0(%0: ptr):
          %1: ptr = global.addr "a"
          %2: i32 = load u16 %1
          %3: ptr = ptradd %1, 2L
          %4: i32 = load u16 %3
          %5: ptr = ptradd %1, 4L
          %6: i32 = load u16 %5
          %7: ptr = ptradd %1, 6L
          %8: i32 = load u16 %7
          %9: ptr = ptradd %1, 8L
          %10: i32 = load u16 %9
          %11: ptr = ptradd %1, 10L
          %12: i32 = load u16 %11
          %13: ptr = slot "key" #16
          store u16 %13, %2
          %14: ptr = ptradd %13, 2L
          store u16 %14, %4
          %15: ptr = ptradd %13, 4L
          store u16 %15, %6
          %16: ptr = ptradd %13, 6L
          store u16 %16, %8
          %17: ptr = ptradd %13, 8L
          store u16 %17, %10
          %18: ptr = ptradd %13, 10L
          store u16 %18, %12
          %19: ptr = ptradd %13, 12L
          store u32 %19, 0
          %20: ptr = map.addr "M"
          %21: ptr = helper "bpf_map_lookup_elem" %20, %13
          %22: ptr = global.addr "b"
          %23: ptr = ptradd %22, 8L
          store u16 %23, %6
          %24: ptr = ptradd %22, 10L
          store u16 %24, %8
          %25: ptr = ptradd %22, 12L
          store u16 %25, %10
          %26: ptr = ptradd %22, 14L
          store u16 %26, %12

        """;

    // The first two side by side, as in the key: 32 bits at once.
    [Fact]
    public void Side_by_side_in_both_places() => Code.AssertCode(Start + """
          store u16 %22, %2
          %27: ptr = ptradd %22, 2L
          store u16 %27, %4
          ret 1
        """, """
        0: r6 = .bss[0]
        2: r2 = *(u16 *)(r6 +0)
        3: r3 = *(u16 *)(r6 +2)
        4: r9 = *(u16 *)(r6 +4)
        5: r8 = *(u16 *)(r6 +6)
        6: r7 = *(u16 *)(r6 +8)
        7: r1 = *(u16 *)(r6 +10)
        8: *(u16 *)(r10 -16) = r2
        9: *(u16 *)(r10 -14) = r3
        10: *(u16 *)(r10 -12) = r9
        11: *(u16 *)(r10 -10) = r8
        12: *(u16 *)(r10 -8) = r7
        13: *(u16 *)(r10 -6) = r1
        14: *(u32 *)(r10 -4) = 0
        15: r1 = map[M]
        17: r2 = r10
        18: r2 += -16
        19: call bpf_map_lookup_elem#1
        20: *(u16 *)(r6 +24) = r9
        21: *(u16 *)(r6 +26) = r8
        22: *(u16 *)(r6 +28) = r7
        23: r1 = *(u16 *)(r10 -6)
        24: *(u16 *)(r6 +30) = r1
        25: r1 = *(u32 *)(r10 -16)
        26: *(u32 *)(r6 +16) = r1
        27: r0 = 1
        28: exit
        """, Declarations);

    // The other way round.
    [Fact]
    public void Not_in_another_order() => Code.AssertCode(Start + """
          store u16 %22, %4
          %27: ptr = ptradd %22, 2L
          store u16 %27, %2
          ret 1
        """, """
        0: r6 = .bss[0]
        2: r3 = *(u16 *)(r6 +0)
        3: r2 = *(u16 *)(r6 +2)
        4: r9 = *(u16 *)(r6 +4)
        5: r8 = *(u16 *)(r6 +6)
        6: r7 = *(u16 *)(r6 +8)
        7: r1 = *(u16 *)(r6 +10)
        8: *(u16 *)(r10 -16) = r3
        9: *(u16 *)(r10 -14) = r2
        10: *(u16 *)(r10 -12) = r9
        11: *(u16 *)(r10 -10) = r8
        12: *(u16 *)(r10 -8) = r7
        13: *(u16 *)(r10 -6) = r1
        14: *(u32 *)(r10 -4) = 0
        15: r1 = map[M]
        17: r2 = r10
        18: r2 += -16
        19: call bpf_map_lookup_elem#1
        20: *(u16 *)(r6 +24) = r9
        21: *(u16 *)(r6 +26) = r8
        22: *(u16 *)(r6 +28) = r7
        23: r1 = *(u16 *)(r10 -6)
        24: *(u16 *)(r6 +30) = r1
        25: r1 = *(u16 *)(r10 -14)
        26: *(u16 *)(r6 +16) = r1
        27: r1 = *(u16 *)(r10 -16)
        28: *(u16 *)(r6 +18) = r1
        29: r0 = 1
        30: exit
        """, Declarations);
}
