using Xunit;

namespace BpfSharp.Compiler.Tests.CodeGen;

public sealed class SharedBaseTests
{
    private const string Globals = """
        map "M" type 1 key u32 value u64 max 16 flags 0 pin 0
        global "a": u64
        global "b": u64
        global "c": u64 = "0500000000000000"
        """;

    // The call between leaves the register alone that calls preserve.
    [Fact]
    public void A_section_that_two_blocks_reach_is_loaded_once()
    {
        Code.AssertCode("""
            ^0(%0: ptr):
              %1: ptr = global.addr "a"
              %2: i64 = load u64 %1
              %3: i32 = eq %2, 0L
              brif %3 -> ^1, ^2
            ^1:
              %4: i64 = helper "bpf_ktime_get_ns"
              %5: ptr = global.addr "b"
              store u64 %5, %4
              ret 1
            ^2:
              ret 2
            """, """
            0: r6 = .bss[0]
            2: r1 = *(u64 *)(r6 +0)
            3: if r1 != 0 goto +4
            4: call bpf_ktime_get_ns#5
            5: *(u64 *)(r6 +8) = r0
            6: r0 = 1
            7: exit
            8: r0 = 2
            9: exit
            """, Globals);
    }

    // In one block the addresses of two sections are used before its end.
    [Fact]
    public void Two_sections_that_two_blocks_reach_are_loaded_once_each()
    {
        Code.AssertCode("""
            ^0(%0: ptr):
              %1: ptr = global.addr "a"
              %2: i64 = load u64 %1
              %3: ptr = global.addr "c"
              %4: i64 = load u64 %3
              %5: i32 = eq %2, %4
              brif %5 -> ^1, ^2
            ^1:
              %6: ptr = global.addr "b"
              store u64 %6, 1L
              %7: ptr = global.addr "c"
              store u64 %7, 2L
              ret 1
            ^2:
              ret 2
            """, """
            0: r2 = .bss[0]
            2: r3 = *(u64 *)(r2 +0)
            3: r1 = .data[0]
            5: r4 = *(u64 *)(r1 +0)
            6: if r3 != r4 goto +4
            7: *(u64 *)(r2 +8) = 1
            8: *(u64 *)(r1 +0) = 2
            9: r0 = 1
            10: exit
            11: r0 = 2
            12: exit
            """, Globals);
    }

    // Nothing is loaded before a branch that only one way needs it behind.
    [Fact]
    public void A_section_is_loaded_where_ways_to_all_its_uses_are_one()
    {
        Code.AssertCode("""
            ^0(%0: ptr):
              %1: i64 = helper "bpf_ktime_get_ns"
              %2: i32 = eq %1, 0L
              brif %2 -> ^1, ^4
            ^1:
              %3: i64 = helper "bpf_ktime_get_ns"
              %4: i32 = lt.u %3, %1
              brif %4 -> ^2, ^3
            ^2:
              %5: ptr = global.addr "a"
              store u64 %5, %3
              ret 1
            ^3:
              %6: ptr = global.addr "b"
              store u64 %6, %1
              ret 2
            ^4:
              ret 0
            """, """
            0: call bpf_ktime_get_ns#5
            1: r6 = r0
            2: if r6 != 0 goto +10
            3: call bpf_ktime_get_ns#5
            4: r1 = .bss[0]
            6: if r0 >= r6 goto +3
            7: *(u64 *)(r1 +0) = r0
            8: r0 = 1
            9: exit
            10: *(u64 *)(r1 +8) = r6
            11: r0 = 2
            12: exit
            13: r0 = 0
            14: exit
            """, Globals);
    }

    // Four numbers already outlive the call: to keep the address would put one of them on the stack.
    [Fact]
    public void Where_registers_are_short_the_address_is_loaded_again()
    {
        Code.AssertCode("""
            ^0(%0: ptr):
              %1: ptr = global.addr "a"
              %2: i64 = load u64 %1
              %3: i64 = helper "bpf_ktime_get_ns"
              %4: i64 = helper "bpf_ktime_get_ns"
              %5: i64 = helper "bpf_ktime_get_ns"
              %6: i64 = helper "bpf_ktime_get_ns"
              %7: i32 = eq %6, 0L
              brif %7 -> ^1, ^2
            ^1:
              %8: i64 = add %2, %3
              %9: i64 = add %8, %4
              %10: i64 = add %9, %5
              %11: ptr = global.addr "b"
              store u64 %11, %10
              ret 1
            ^2:
              ret 2
            """, """
            0: r1 = .bss[0]
            2: r9 = *(u64 *)(r1 +0)
            3: call bpf_ktime_get_ns#5
            4: r8 = r0
            5: call bpf_ktime_get_ns#5
            6: r7 = r0
            7: call bpf_ktime_get_ns#5
            8: r6 = r0
            9: call bpf_ktime_get_ns#5
            10: if r0 != 0 goto +8
            11: r9 += r8
            12: r9 += r7
            13: r9 += r6
            14: r1 = .bss[0]
            16: *(u64 *)(r1 +8) = r9
            17: r0 = 1
            18: exit
            19: r0 = 2
            20: exit
            """, Globals);
    }
}
