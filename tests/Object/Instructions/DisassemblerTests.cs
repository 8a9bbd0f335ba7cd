using BpfSharp.Object.Tests.Support;
using BpfSharp.Objects.Instructions;
using BpfSharp.Objects.Model;
using Xunit;
using static BpfSharp.Objects.Instructions.BpfInstructions;

namespace BpfSharp.Object.Tests.Instructions;

public sealed class DisassemblerTests
{
    [Fact]
    public void A_program_reads_as_in_the_kernel_log()
    {
        BpfProgramImage program = SampleObjects.Full().Programs[0];
        string text = BpfDisassembler.ToText(program, id => id == 1 ? "bpf_map_lookup_elem" : null);
        Assert.Equal(
            """
               0: r1 = .bss[16]
               2: r2 = 1
               3: lock *(u64 *)(r1 +0) += r2
               4: r1 = .rodata[0]
               6: r6 = *(u32 *)(r1 +0)
               7: *(u64 *)(r10 -8) = 0
               8: r1 = map[Denied]
              10: r2 = r10
              11: r2 += -8
              12: call bpf_map_lookup_elem#1
              13: if r0 != 0 goto +2
              14: r0 = 2
              15: exit
              16: r0 = 1
              17: exit

            """,
            text,
            ignoreLineEndingDifferences: true);
    }

    [Fact]
    public void A_loaded_map_value_shows_its_offset() =>
        Assert.Equal("   0: r1 = map[fd:7][0]+24\n", BpfDisassembler.ToText(LoadMapValue(1, 7, 24)));

    [Fact]
    public void Half_a_64_bit_load_stays_one_slot() =>
        Assert.Equal("   0: r1 = 0x5 ll\n   1: exit\n", BpfDisassembler.ToText([LoadLow(1, 5), Exit()]));

    [Fact]
    public void What_no_kernel_knows_is_shown_as_bytes() =>
        Assert.Equal("unknown ff 21 04 00 05 00 00 00", BpfDisassembler.Format(new BpfInstruction(0xff, 1, 2, 4, 5)));
}
