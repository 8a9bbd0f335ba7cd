using Xunit;

namespace BpfSharp.Compiler.Tests.CodeGen;

/// <summary>Five numbers that outlive a call, all of them in the key that it is given: calls preserve four registers.</summary>
public sealed class HeldSpillTests
{
    private const string Declarations = """
        map "M" type 1 key u64 value u64 max 16 flags 0 pin 0
        global "a": u64
        global "a2": u64
        global "b": u64
        global "b2": u64
        """;

    // All five are in the key.
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
          %11: ptr = slot "key" #16
          store u16 %11, %2
          %12: ptr = ptradd %11, 2L
          store u16 %12, %4
          %13: ptr = ptradd %11, 4L
          store u16 %13, %6
          %14: ptr = ptradd %11, 6L
          store u16 %14, %8
          %15: ptr = ptradd %11, 8L
          store u16 %15, %10
          %16: ptr = ptradd %11, 10L
          store u16 %16, 0
          %17: ptr = ptradd %11, 12L
          store u32 %17, 0
          %18: ptr = map.addr "M"
          %19: ptr = helper "bpf_map_lookup_elem" %18, %11
        """;

    // Four of them are wanted behind another call.
    private const string Rest = """

          %20: i64 = helper "bpf_ktime_get_ns"
          %21: ptr = global.addr "b"
          store u16 %21, %10
          %22: ptr = ptradd %21, 2L
          store u16 %22, %8
          %23: ptr = ptradd %21, 4L
          store u16 %23, %6
          %24: ptr = ptradd %21, 6L
          store u16 %24, %4
        """;

    // The fifth has no place of its own.
    [Fact]
    public void What_the_key_holds_is_read_from_there()
    {
        Code.AssertCode(Start + Rest + """

              %25: ptr = ptradd %21, 8L
              store u16 %25, %2
              ret 1
            """, """
            0: r1 = .bss[0]
            2: r2 = *(u16 *)(r1 +0)
            3: r6 = *(u16 *)(r1 +2)
            4: r7 = *(u16 *)(r1 +4)
            5: r8 = *(u16 *)(r1 +6)
            6: r9 = *(u16 *)(r1 +8)
            7: *(u16 *)(r10 -16) = r2
            8: *(u16 *)(r10 -14) = r6
            9: *(u16 *)(r10 -12) = r7
            10: *(u16 *)(r10 -10) = r8
            11: *(u16 *)(r10 -8) = r9
            12: *(u16 *)(r10 -6) = 0
            13: *(u32 *)(r10 -4) = 0
            14: r1 = map[M]
            16: r2 = r10
            17: r2 += -16
            18: call bpf_map_lookup_elem#1
            19: call bpf_ktime_get_ns#5
            20: r2 = .bss[0]
            22: *(u16 *)(r2 +16) = r9
            23: *(u16 *)(r2 +18) = r8
            24: *(u16 *)(r2 +20) = r7
            25: *(u16 *)(r2 +22) = r6
            26: r1 = *(u16 *)(r10 -16)
            27: *(u16 *)(r2 +24) = r1
            28: r0 = 1
            29: exit
            """, Declarations);
    }

    // Nor where a helper takes any number, or 32 bits are computed of it that are stored.
    [Fact]
    public void What_a_helper_takes_as_any_number_is_read_from_the_key()
    {
        Code.AssertCode(Start + Rest + """

              %25: i32 = mul %2, 3
              store u32 %21, %25
              %26: i64 = zext %2
              %27: i64 = helper "any" %26
              ret 1
            """, """
            0: r1 = .bss[0]
            2: r2 = *(u16 *)(r1 +0)
            3: r6 = *(u16 *)(r1 +2)
            4: r7 = *(u16 *)(r1 +4)
            5: r8 = *(u16 *)(r1 +6)
            6: r9 = *(u16 *)(r1 +8)
            7: *(u16 *)(r10 -16) = r2
            8: *(u16 *)(r10 -14) = r6
            9: *(u16 *)(r10 -12) = r7
            10: *(u16 *)(r10 -10) = r8
            11: *(u16 *)(r10 -8) = r9
            12: *(u16 *)(r10 -6) = 0
            13: *(u32 *)(r10 -4) = 0
            14: r1 = map[M]
            16: r2 = r10
            17: r2 += -16
            18: call bpf_map_lookup_elem#1
            19: call bpf_ktime_get_ns#5
            20: r3 = .bss[0]
            22: *(u16 *)(r3 +16) = r9
            23: *(u16 *)(r3 +18) = r8
            24: *(u16 *)(r3 +20) = r7
            25: *(u16 *)(r3 +22) = r6
            26: r1 = *(u16 *)(r10 -16)
            27: r2 = r1
            28: w2 *= 3
            29: *(u32 *)(r3 +16) = r2
            30: call 66
            31: r0 = 1
            32: exit
            """, Declarations + "\nhelper \"any\" 66 (Scalar #64) effects 0 since \"4.1\"");
    }

    // Another one may want bounds.
    [Fact]
    public void What_a_helper_is_told_is_spilled()
    {
        Code.AssertCode(Start + Rest + """

              %25: i64 = zext %2
              %26: i64 = helper "any" %25
              ret 1
            """, """
            0: r1 = .bss[0]
            2: r2 = *(u16 *)(r1 +0)
            3: *(u64 *)(r10 -24) = r2
            4: r6 = *(u16 *)(r1 +2)
            5: r7 = *(u16 *)(r1 +4)
            6: r8 = *(u16 *)(r1 +6)
            7: r9 = *(u16 *)(r1 +8)
            8: *(u16 *)(r10 -16) = r2
            9: *(u16 *)(r10 -14) = r6
            10: *(u16 *)(r10 -12) = r7
            11: *(u16 *)(r10 -10) = r8
            12: *(u16 *)(r10 -8) = r9
            13: *(u16 *)(r10 -6) = 0
            14: *(u32 *)(r10 -4) = 0
            15: r1 = map[M]
            17: r2 = r10
            18: r2 += -16
            19: call bpf_map_lookup_elem#1
            20: call bpf_ktime_get_ns#5
            21: r1 = .bss[0]
            23: *(u16 *)(r1 +16) = r9
            24: *(u16 *)(r1 +18) = r8
            25: *(u16 *)(r1 +20) = r7
            26: *(u16 *)(r1 +22) = r6
            27: r1 = *(u64 *)(r10 -24)
            28: call 66
            29: r0 = 1
            30: exit
            """, Declarations + "\nhelper \"any\" 66 (Scalar) effects 0 since \"4.1\"");
    }

    // Whatever the other is, nothing follows for either.
    [Fact]
    public void What_is_compared_with_any_number_is_read_from_the_key() => Code.AssertCode(Start + Rest + """

          %25: i64 = zext %2
          %26: i64 = load u64 %1
          %27: i32 = lt.u %26, %25
          brif %27 -> ^1, ^2
        ^1:
          ret 1
        ^2:
          ret 2
        """, """
        0: r1 = .bss[0]
        2: r2 = *(u16 *)(r1 +0)
        3: r6 = *(u16 *)(r1 +2)
        4: r7 = *(u16 *)(r1 +4)
        5: r8 = *(u16 *)(r1 +6)
        6: r9 = *(u16 *)(r1 +8)
        7: *(u16 *)(r10 -16) = r2
        8: *(u16 *)(r10 -14) = r6
        9: *(u16 *)(r10 -12) = r7
        10: *(u16 *)(r10 -10) = r8
        11: *(u16 *)(r10 -8) = r9
        12: *(u16 *)(r10 -6) = 0
        13: *(u32 *)(r10 -4) = 0
        14: r1 = map[M]
        16: r2 = r10
        17: r2 += -16
        18: call bpf_map_lookup_elem#1
        19: call bpf_ktime_get_ns#5
        20: r1 = .bss[0]
        22: *(u16 *)(r1 +16) = r9
        23: *(u16 *)(r1 +18) = r8
        24: *(u16 *)(r1 +20) = r7
        25: *(u16 *)(r1 +22) = r6
        26: r2 = *(u64 *)(r1 +0)
        27: r1 = *(u16 *)(r10 -16)
        28: if r2 >= r1 goto +2
        29: r0 = 1
        30: exit
        31: r0 = 2
        32: exit
        """, Declarations);

    // The verifier learns from it.
    [Fact]
    public void What_is_compared_with_a_constant_is_spilled() => Code.AssertCode(Start + Rest + """

          %25: i64 = zext %2
          %26: i32 = lt.u %25, 9L
          brif %26 -> ^1, ^2
        ^1:
          ret 1
        ^2:
          ret 2
        """, """
        0: r1 = .bss[0]
        2: r2 = *(u16 *)(r1 +0)
        3: *(u64 *)(r10 -24) = r2
        4: r6 = *(u16 *)(r1 +2)
        5: r7 = *(u16 *)(r1 +4)
        6: r8 = *(u16 *)(r1 +6)
        7: r9 = *(u16 *)(r1 +8)
        8: *(u16 *)(r10 -16) = r2
        9: *(u16 *)(r10 -14) = r6
        10: *(u16 *)(r10 -12) = r7
        11: *(u16 *)(r10 -10) = r8
        12: *(u16 *)(r10 -8) = r9
        13: *(u16 *)(r10 -6) = 0
        14: *(u32 *)(r10 -4) = 0
        15: r1 = map[M]
        17: r2 = r10
        18: r2 += -16
        19: call bpf_map_lookup_elem#1
        20: call bpf_ktime_get_ns#5
        21: r1 = .bss[0]
        23: *(u16 *)(r1 +16) = r9
        24: *(u16 *)(r1 +18) = r8
        25: *(u16 *)(r1 +20) = r7
        26: *(u16 *)(r1 +22) = r6
        27: r1 = *(u64 *)(r10 -24)
        28: if r1 >= 9 goto +2
        29: r0 = 1
        30: exit
        31: r0 = 2
        32: exit
        """, Declarations);

    // 64 bits might be an address.
    [Fact]
    public void What_is_a_step_is_spilled()
    {
        Code.AssertCode(Start + Rest + """

              %25: i32 = and %2, 7
              %26: i64 = zext %25
              %27: ptr = ptradd %21, %26
              store u8 %27, 0
              ret 1
            """, """
            0: r1 = .bss[0]
            2: r2 = *(u16 *)(r1 +0)
            3: *(u64 *)(r10 -24) = r2
            4: r6 = *(u16 *)(r1 +2)
            5: r7 = *(u16 *)(r1 +4)
            6: r8 = *(u16 *)(r1 +6)
            7: r9 = *(u16 *)(r1 +8)
            8: *(u16 *)(r10 -16) = r2
            9: *(u16 *)(r10 -14) = r6
            10: *(u16 *)(r10 -12) = r7
            11: *(u16 *)(r10 -10) = r8
            12: *(u16 *)(r10 -8) = r9
            13: *(u16 *)(r10 -6) = 0
            14: *(u32 *)(r10 -4) = 0
            15: r1 = map[M]
            17: r2 = r10
            18: r2 += -16
            19: call bpf_map_lookup_elem#1
            20: call bpf_ktime_get_ns#5
            21: r1 = .bss[0]
            23: *(u16 *)(r1 +16) = r9
            24: *(u16 *)(r1 +18) = r8
            25: *(u16 *)(r1 +20) = r7
            26: *(u16 *)(r1 +22) = r6
            27: r1 = *(u64 *)(r10 -24)
            28: w1 &= 7
            29: r2 = .bss[16]
            31: r2 += r1
            32: *(u8 *)(r2 +0) = 0
            33: r0 = 1
            34: exit
            """, Declarations);
    }

    // Its bytes in the key are others by then.
    [Fact]
    public void What_the_key_no_longer_holds_is_spilled()
    {
        Code.AssertCode(Start + """

              store u16 %11, 7
              store u16 %12, 7
              store u16 %13, 7
              store u16 %14, 7
              store u16 %15, 7
            """ + Rest + """

              %25: ptr = ptradd %21, 8L
              store u16 %25, %2
              ret 1
            """, """
            0: r1 = .bss[0]
            2: r2 = *(u16 *)(r1 +0)
            3: *(u64 *)(r10 -24) = r2
            4: r6 = *(u16 *)(r1 +2)
            5: r7 = *(u16 *)(r1 +4)
            6: r8 = *(u16 *)(r1 +6)
            7: r9 = *(u16 *)(r1 +8)
            8: *(u16 *)(r10 -16) = r2
            9: *(u16 *)(r10 -14) = r6
            10: *(u16 *)(r10 -12) = r7
            11: *(u16 *)(r10 -10) = r8
            12: *(u16 *)(r10 -8) = r9
            13: *(u16 *)(r10 -6) = 0
            14: *(u32 *)(r10 -4) = 0
            15: r1 = map[M]
            17: r2 = r10
            18: r2 += -16
            19: call bpf_map_lookup_elem#1
            20: *(u16 *)(r10 -16) = 7
            21: *(u16 *)(r10 -14) = 7
            22: *(u16 *)(r10 -12) = 7
            23: *(u16 *)(r10 -10) = 7
            24: *(u16 *)(r10 -8) = 7
            25: call bpf_ktime_get_ns#5
            26: r2 = .bss[0]
            28: *(u16 *)(r2 +16) = r9
            29: *(u16 *)(r2 +18) = r8
            30: *(u16 *)(r2 +20) = r7
            31: *(u16 *)(r2 +22) = r6
            32: r1 = *(u64 *)(r10 -24)
            33: *(u16 *)(r2 +24) = r1
            34: r0 = 1
            35: exit
            """, Declarations);
    }

    // A word of the frame keeps the bounds for who reads it.
    [Fact]
    public void What_goes_into_a_word_of_the_frame_is_spilled()
    {
        Code.AssertCode(Start + Rest + """

              %25: ptr = slot "word" #8
              %26: i64 = zext %2
              store u64 %25, %26
              %27: ptr = helper "bpf_map_lookup_elem" %18, %25
              ret 1
            """, """
            0: r1 = .bss[0]
            2: r2 = *(u16 *)(r1 +0)
            3: *(u64 *)(r10 -24) = r2
            4: r6 = *(u16 *)(r1 +2)
            5: r7 = *(u16 *)(r1 +4)
            6: r8 = *(u16 *)(r1 +6)
            7: r9 = *(u16 *)(r1 +8)
            8: *(u16 *)(r10 -16) = r2
            9: *(u16 *)(r10 -14) = r6
            10: *(u16 *)(r10 -12) = r7
            11: *(u16 *)(r10 -10) = r8
            12: *(u16 *)(r10 -8) = r9
            13: *(u16 *)(r10 -6) = 0
            14: *(u32 *)(r10 -4) = 0
            15: r1 = map[M]
            17: r2 = r10
            18: r2 += -16
            19: call bpf_map_lookup_elem#1
            20: call bpf_ktime_get_ns#5
            21: r1 = .bss[0]
            23: *(u16 *)(r1 +16) = r9
            24: *(u16 *)(r1 +18) = r8
            25: *(u16 *)(r1 +20) = r7
            26: *(u16 *)(r1 +22) = r6
            27: r1 = *(u64 *)(r10 -24)
            28: *(u64 *)(r10 -8) = r1
            29: r1 = map[M]
            31: r2 = r10
            32: r2 += -8
            33: call bpf_map_lookup_elem#1
            34: r0 = 1
            35: exit
            """, Declarations);
    }

    // Of a comparison that is a number and no jump, the verifier wants no bounds.
    [Fact]
    public void What_is_compared_without_a_jump_is_read_from_the_key()
    {
        Code.AssertCode(Start + Rest + """

              %25: i32 = lt.u %2, 9
              store u16 %21, %25
              ret 1
            """, """
            0: r2 = .bss[0]
            2: r1 = *(u16 *)(r2 +0)
            3: r6 = *(u16 *)(r2 +2)
            4: r7 = *(u16 *)(r2 +4)
            5: r8 = *(u16 *)(r2 +6)
            6: r9 = *(u16 *)(r2 +8)
            7: *(u16 *)(r10 -16) = r1
            8: *(u16 *)(r10 -14) = r6
            9: *(u16 *)(r10 -12) = r7
            10: *(u16 *)(r10 -10) = r8
            11: *(u16 *)(r10 -8) = r9
            12: *(u16 *)(r10 -6) = 0
            13: *(u32 *)(r10 -4) = 0
            14: r1 = map[M]
            16: r2 = r10
            17: r2 += -16
            18: call bpf_map_lookup_elem#1
            19: call bpf_ktime_get_ns#5
            20: r2 = .bss[0]
            22: *(u16 *)(r2 +16) = r9
            23: *(u16 *)(r2 +18) = r8
            24: *(u16 *)(r2 +20) = r7
            25: *(u16 *)(r2 +22) = r6
            26: r1 = *(u16 *)(r10 -16)
            27: r1 -= 9
            28: r1 >>= 63
            29: *(u16 *)(r2 +16) = r1
            30: r0 = 1
            31: exit
            """, Declarations);
    }

    // The verifier knows the bounds of a spilled number, not those of a part of a key.
    [Fact]
    public void What_is_compared_is_spilled()
    {
        Code.AssertCode(Start + Rest + """

              %25: i32 = lt.u %2, 9
              brif %25 -> ^1, ^2
            ^1:
              ret 2
            ^2:
              ret 1
            """, """
            0: r1 = .bss[0]
            2: r2 = *(u16 *)(r1 +0)
            3: *(u64 *)(r10 -24) = r2
            4: r6 = *(u16 *)(r1 +2)
            5: r7 = *(u16 *)(r1 +4)
            6: r8 = *(u16 *)(r1 +6)
            7: r9 = *(u16 *)(r1 +8)
            8: *(u16 *)(r10 -16) = r2
            9: *(u16 *)(r10 -14) = r6
            10: *(u16 *)(r10 -12) = r7
            11: *(u16 *)(r10 -10) = r8
            12: *(u16 *)(r10 -8) = r9
            13: *(u16 *)(r10 -6) = 0
            14: *(u32 *)(r10 -4) = 0
            15: r1 = map[M]
            17: r2 = r10
            18: r2 += -16
            19: call bpf_map_lookup_elem#1
            20: call bpf_ktime_get_ns#5
            21: r1 = .bss[0]
            23: *(u16 *)(r1 +16) = r9
            24: *(u16 *)(r1 +18) = r8
            25: *(u16 *)(r1 +20) = r7
            26: *(u16 *)(r1 +22) = r6
            27: r1 = *(u64 *)(r10 -24)
            28: if w1 >= 9 goto +2
            29: r0 = 2
            30: exit
            31: r0 = 1
            32: exit
            """, Declarations);
    }
}
