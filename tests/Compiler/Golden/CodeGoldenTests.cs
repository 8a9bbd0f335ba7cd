using BpfSharp.Compiler.Tests.CodeGen;
using Xunit;

namespace BpfSharp.Compiler.Tests.Golden;

/// <summary>Safe IR in, instructions out: what each construct costs.</summary>
public sealed class CodeGoldenTests
{
    internal const string Data = """
        global "wide": u64
        global "narrow": i8
        """;

    [Fact]
    public void A_constant_shift_count_is_masked_as_in_CSharp() => Code.AssertCode(
        """
        ^0(%0: ptr):
          %1: i32 = ctx.load u32 "rx_queue_index" #16 %0
          %2: i32 = shl %1, 33
          ret %2
        """,
        """
        0: r0 = *(u32 *)(r1 +16)
        1: w0 <<= 1
        2: exit
        """,
        Data);

    [Fact]
    public void A_variable_shift_count_is_left_to_the_machine_which_masks_it() => Code.AssertCode(
        """
        ^0(%0: ptr):
          %1: i32 = ctx.load u32 "rx_queue_index" #16 %0
          %2: i32 = ctx.load u32 "ingress_ifindex" #12 %0
          %3: i32 = shr.s %1, %2
          ret %3
        """,
        """
        0: r0 = *(u32 *)(r1 +16)
        1: r1 = *(u32 *)(r1 +12)
        2: w0 s>>= w1
        3: exit
        """,
        Data);

    [Fact]
    public void A_constant_is_stored_without_a_register_and_with_its_own_bytes_only() => Code.AssertCode(
        """
        ^0(%0: ptr):
          %1: ptr = global.addr "narrow"
          store u8 %1, -1
          ret 0
        """,
        """
        0: r1 = .bss[0]
        2: *(u8 *)(r1 +8) = 255
        3: r0 = 0
        4: exit
        """,
        Data);

    [Fact]
    public void A_64_bit_constant_beyond_32_bits_takes_a_register() => Code.AssertCode(
        """
        ^0(%0: ptr):
          %1: ptr = global.addr "wide"
          store u64 %1, 4294967296L
          ret 0
        """,
        """
        0: r1 = .bss[0]
        2: r2 = 0x100000000 ll
        4: *(u64 *)(r1 +0) = r2
        5: r0 = 0
        6: exit
        """,
        Data);

    [Fact]
    public void A_64_bit_mask_below_2_to_the_31_is_an_immediate() => Code.AssertCode(
        """
        ^0(%0: ptr):
          %1: ptr = global.addr "wide"
          %2: i64 = load u64 %1
          %3: i64 = and %2, 255L
          store u64 %1, %3
          ret 0
        """,
        """
        0: r2 = .bss[0]
        2: r1 = *(u64 *)(r2 +0)
        3: r1 &= 255
        4: *(u64 *)(r2 +0) = r1
        5: r0 = 0
        6: exit
        """,
        Data);

    [Fact]
    public void A_64_bit_mask_with_bit_31_is_a_32_bit_instruction() => Code.AssertCode(
        """
        ^0(%0: ptr):
          %1: ptr = global.addr "wide"
          %2: i64 = load u64 %1
          %3: i64 = and %2, 4294967040L
          store u64 %1, %3
          ret 0
        """,
        """
        0: r2 = .bss[0]
        2: r1 = *(u64 *)(r2 +0)
        3: w1 &= -256
        4: *(u64 *)(r2 +0) = r1
        5: r0 = 0
        6: exit
        """,
        Data);

    [Fact]
    public void A_negative_64_bit_mask_keeps_the_upper_half() => Code.AssertCode(
        """
        ^0(%0: ptr):
          %1: ptr = global.addr "wide"
          %2: i64 = load u64 %1
          %3: i64 = and %2, -256L
          store u64 %1, %3
          ret 0
        """,
        """
        0: r2 = .bss[0]
        2: r1 = *(u64 *)(r2 +0)
        3: r1 &= -256
        4: *(u64 *)(r2 +0) = r1
        5: r0 = 0
        6: exit
        """,
        Data);

    [Fact]
    public void A_global_is_read_as_often_as_the_IR_says() => Code.AssertCode(
        """
        ^0(%0: ptr):
          %1: ptr = global.addr "wide"
          %2: i64 = load u64 %1
          %3: i64 = load u64 %1
          %4: i64 = sub %2, %3
          %5: i32 = trunc %4
          ret %5
        """,
        """
        0: r1 = .bss[0]
        2: r0 = *(u64 *)(r1 +0)
        3: r1 = *(u64 *)(r1 +0)
        4: r0 -= r1
        5: exit
        """,
        Data);

    [Fact]
    public void A_signed_quotient_is_one_instruction_from_6_6_on() => Code.AssertCode(
        """
        ^0(%0: ptr):
          %1: i32 = ctx.load u32 "rx_queue_index" #16 %0
          %2: i32 = div.s %1, 3
          ret %2
        """,
        """
        0: r0 = *(u32 *)(r1 +16)
        1: w0 s/= 3
        2: exit
        """,
        Data,
        kernel: "6.6");

    [Fact]
    public void An_addition_nobody_reads_does_not_fetch() => Code.AssertCode(
        """
        ^0(%0: ptr):
          %1: ptr = global.addr "wide"
          %2: i64 = atomic u64 "add" %1, 1L
          ret 0
        """,
        """
        0: r2 = .bss[0]
        2: r1 = 1
        3: lock *(u64 *)(r2 +0) += r1
        4: r0 = 0
        5: exit
        """,
        Data);

    [Fact]
    public void An_addition_somebody_reads_fetches() => Code.AssertCode(
        """
        ^0(%0: ptr):
          %1: ptr = global.addr "wide"
          %2: i64 = atomic u64 "add" %1, 1L
          %3: i32 = trunc %2
          ret %3
        """,
        """
        0: r1 = .bss[0]
        2: r0 = 1
        3: r0 = atomic_fetch_add((u64 *)(r1 +0), r0)
        4: exit
        """,
        Data);

    [Fact]
    public void A_fault_counts_its_site_and_returns_the_verdict_out_of_line() => Code.AssertCode(
        """
        ^0(%0: ptr):
          %1: i32 = ctx.load u32 "rx_queue_index" #16 %0
          brif %1 -> ^1, ^2
        ^1:
          ret 2
        ^2:
          fault #4 @7
        """,
        """
        0: r1 = *(u32 *)(r1 +16)
        1: if w1 == 0 goto +2
        2: r0 = 2
        3: exit
        4: *(u32 *)(r10 -4) = 0
        5: r2 = r10
        6: r2 += -4
        7: r1 = map[bpfsharp_faults]
        9: call bpf_map_lookup_elem#1
        10: if r0 == 0 goto +2
        11: r1 = 1
        12: lock *(u64 *)(r0 +0) += r1
        13: r0 = 1
        14: exit
        """,
        Data);

    // In the lower half of a word the verifier would take the index for a constant that matters, and walk what comes behind once for each.
    [Fact]
    public void An_index_where_constants_meet_lies_in_the_upper_half_of_a_word() => Code.AssertCode(
        """
        ^0(%0: ptr):
          %1: ptr = slot #4
          %2: ptr = map.addr "Array"
          %3: i32 = ctx.load u32 "rx_queue_index" #16 %0
          brif %3 -> ^1(3), ^1(4)
        ^1(%4: i32):
          store u32 %1, %4
          %5: ptr = helper "lookup" %2, %1
          %6: i32 = eq %5, null
          ret %6
        """,
        """
        0: r1 = *(u32 *)(r1 +16)
        1: if w1 == 0 goto +12
        2: r1 = 3
        3: *(u32 *)(r10 -4) = r1
        4: r1 = map[Array]
        6: r2 = r10
        7: r2 += -4
        8: call bpf_map_lookup_elem#1
        9: r1 = r0
        10: r0 = 1
        11: if r1 == 0 goto +1
        12: r0 = 0
        13: exit
        14: r1 = 4
        15: goto -13
        """,
        Data + "\nhelper \"lookup\" 1 (Map, MapKey) effects 2 since \"3.19\"\nmap \"Array\" type 2 key u32 value u64 max 8 flags 0 pin 0");

    [Fact]
    public void A_kernel_function_is_called_by_name_until_the_loader_knows_its_number() => Code.AssertCode(
        """
        ^0(%0: ptr):
          %1: ptr = slot "it" #8
          %2: i64 = helper "bpf_iter_num_new" %1, 0L, 3L
          %3: i32 = trunc %2
          helper "bpf_iter_num_destroy" %1
          ret %3
        """,
        """
        0: r1 = r10
        1: r1 += -8
        2: r2 = 0
        3: r3 = 3
        4: call bpf_iter_num_new
        5: r6 = r0
        6: r1 = r10
        7: r1 += -8
        8: call bpf_iter_num_destroy
        9: r0 = r6
        10: exit
        """,
        """
        kfunc "bpf_iter_num_new" "int (struct bpf_iter_num *it, int start, int end)" (WriteMemory #8, Scalar, Scalar) effects 0 since "6.4" gpl
        kfunc "bpf_iter_num_destroy" "void (struct bpf_iter_num *it)" (ReadWriteMemory #8) effects 16 since "6.4" gpl
        """,
        kernel: "6.4");
}
