using BpfSharp.Compiler.Tests.CodeGen;
using Xunit;

namespace BpfSharp.Compiler.Tests.Golden;

/// <summary>Safe IR in, instructions out: what it costs to make a number wider, narrower, or of the other byte order.</summary>
public sealed class ConversionGoldenTests
{
    [Fact]
    public void A_32_bit_sum_clears_the_upper_half_so_widening_it_is_free() => Code.AssertCode(
        """
        ^0(%0: ptr):
          %1: i32 = ctx.load u32 "rx_queue_index" #16 %0
          %2: i32 = add %1, -1
          %3: i64 = zext %2
          %4: ptr = global.addr "wide"
          store u64 %4, %3
          ret 0
        """,
        """
        0: r1 = *(u32 *)(r1 +16)
        1: w1 += -1
        2: r2 = .bss[0]
        4: *(u64 *)(r2 +0) = r1
        5: r0 = 0
        6: exit
        """,
        CodeGoldenTests.Data);

    [Fact]
    public void A_sign_is_extended_by_shifts_before_6_6() => Code.AssertCode(
        """
        ^0(%0: ptr):
          %1: i32 = ctx.load u32 "rx_queue_index" #16 %0
          %2: i64 = sext %1
          %3: ptr = global.addr "wide"
          store u64 %3, %2
          ret 0
        """,
        """
        0: r1 = *(u32 *)(r1 +16)
        1: r1 <<= 32
        2: r1 s>>= 32
        3: r2 = .bss[0]
        5: *(u64 *)(r2 +0) = r1
        6: r0 = 0
        7: exit
        """,
        CodeGoldenTests.Data);

    [Fact]
    public void A_sign_is_extended_by_a_move_from_6_6_on() => Code.AssertCode(
        """
        ^0(%0: ptr):
          %1: i32 = ctx.load u32 "rx_queue_index" #16 %0
          %2: i64 = sext %1
          %3: ptr = global.addr "wide"
          store u64 %3, %2
          ret 0
        """,
        """
        0: r1 = *(u32 *)(r1 +16)
        1: r2 = (s32)r1
        2: r1 = .bss[0]
        4: *(u64 *)(r1 +0) = r2
        5: r0 = 0
        6: exit
        """,
        CodeGoldenTests.Data,
        kernel: "6.6");

    [Fact]
    public void A_signed_byte_is_extended_to_32_bits_after_its_load() => Code.AssertCode(
        """
        ^0(%0: ptr):
          %1: ptr = global.addr "narrow"
          %2: i32 = load i8 %1
          ret %2
        """,
        """
        0: r1 = .bss[0]
        2: r0 = *(u8 *)(r1 +8)
        3: w0 <<= 24
        4: w0 s>>= 24
        5: exit
        """,
        CodeGoldenTests.Data);

    [Fact]
    public void A_signed_byte_is_extended_by_a_move_from_6_6_on() => Code.AssertCode(
        """
        ^0(%0: ptr):
          %1: ptr = global.addr "narrow"
          %2: i32 = load i8 %1
          ret %2
        """,
        """
        0: r1 = .bss[0]
        2: r0 = *(u8 *)(r1 +8)
        3: w0 = (s8)w0
        4: exit
        """,
        CodeGoldenTests.Data,
        kernel: "6.6");

    [Fact]
    public void A_signed_byte_wanted_as_64_bits_is_one_load_from_6_6_on() => Code.AssertCode(
        """
        ^0(%0: ptr):
          %1: ptr = global.addr "narrow"
          %2: i32 = load i8 %1
          %3: i64 = sext %2
          %4: ptr = global.addr "wide"
          store u64 %4, %3
          ret 0
        """,
        """
        0: r1 = .bss[0]
        2: r2 = *(s8 *)(r1 +8)
        3: *(u64 *)(r1 +0) = r2
        4: r0 = 0
        5: exit
        """,
        CodeGoldenTests.Data,
        kernel: "6.6");

    [Fact]
    public void An_unsigned_byte_is_its_load() => Code.AssertCode(
        """
        ^0(%0: ptr):
          %1: ptr = global.addr "narrow"
          %2: i32 = load u8 %1
          ret %2
        """,
        """
        0: r1 = .bss[0]
        2: r0 = *(u8 *)(r1 +8)
        3: exit
        """,
        CodeGoldenTests.Data);

    [Fact]
    public void Byte_order_is_swapped_by_one_instruction_that_clears_the_rest() => Code.AssertCode(
        """
        ^0(%0: ptr):
          %1: i32 = ctx.load u32 "rx_queue_index" #16 %0
          %2: i32 = bswap16 %1
          ret %2
        """,
        """
        0: r0 = *(u32 *)(r1 +16)
        1: r0 = be16 r0
        2: exit
        """,
        CodeGoldenTests.Data);

    // The kernel declares the helper's number as int.
    [Fact]
    public void A_number_that_a_helper_looks_at_half_of_is_not_cut() => Code.AssertCode(
        """
        ^0(%0: ptr):
          %1: ptr = global.addr "wide"
          %2: i64 = load u64 %1
          %3: i32 = trunc %2
          %4: i64 = zext %3
          %5: i64 = helper "bpf_half" %4
          ret 1
        """,
        """
        0: r1 = .bss[0]
        2: r1 = *(u64 *)(r1 +0)
        3: call 66
        4: r0 = 1
        5: exit
        """,
        CodeGoldenTests.Data + "\nhelper \"bpf_half\" 66 (Scalar #32) effects 0 since \"4.1\"");

    [Fact]
    public void A_number_that_a_helper_looks_at_all_of_is_cut() => Code.AssertCode(
        """
        ^0(%0: ptr):
          %1: ptr = global.addr "wide"
          %2: i64 = load u64 %1
          %3: i32 = trunc %2
          %4: i64 = zext %3
          %5: i64 = helper "bpf_half" %4
          ret 1
        """,
        """
        0: r1 = .bss[0]
        2: r1 = *(u64 *)(r1 +0)
        3: w1 = w1
        4: call 66
        5: r0 = 1
        6: exit
        """,
        CodeGoldenTests.Data + "\nhelper \"bpf_half\" 66 (Scalar #64) effects 0 since \"4.1\"");

    // The verifier does not know that a swap clears the upper half, and need not.
    [Fact]
    public void A_swapped_number_that_may_be_anything_is_not_bounded() => Code.AssertCode(
        """
        ^0(%0: ptr):
          %1: i32 = ctx.load u32 "rx_queue_index" #16 %0
          %2: i32 = bswap16 %1
          %3: i64 = zext %2
          %4: i64 = helper "bpf_any" %3
          ret 1
        """,
        """
        0: r1 = *(u32 *)(r1 +16)
        1: r1 = be16 r1
        2: call 66
        3: r0 = 1
        4: exit
        """,
        CodeGoldenTests.Data + "\nhelper \"bpf_any\" 66 (Scalar #64) effects 0 since \"4.1\"");

    [Fact]
    public void A_swapped_number_that_a_helper_is_told_is_bounded() => Code.AssertCode(
        """
        ^0(%0: ptr):
          %1: i32 = ctx.load u32 "rx_queue_index" #16 %0
          %2: i32 = bswap16 %1
          %3: i64 = zext %2
          %4: i64 = helper "bpf_any" %3
          ret 1
        """,
        """
        0: r1 = *(u32 *)(r1 +16)
        1: r1 = be16 r1
        2: w1 = w1
        3: call 66
        4: r0 = 1
        5: exit
        """,
        CodeGoldenTests.Data + "\nhelper \"bpf_any\" 66 (Scalar) effects 0 since \"4.1\"");
}
