using System;
using System.Linq;
using BpfSharp.Objects.Model;
using Xunit;

namespace BpfSharp.Loader.Tests;

/// <summary>Logs of real kernels.</summary>
public sealed class VerifierLogTests
{
    private static readonly BpfLineInfo[] s_lines =
    [
        .. Enumerable.Range(0, 40).Select(static slot => new BpfLineInfo(slot, "/src/A.cs", $"text {slot}", 100 + slot, 7)),
    ];

    // 6.18
    private const string PacketAccess = """
        0: R1=ctx() R10=fp0
        ; line 0 of bad @ Handmade.cs:1
        0: (61) r2 = *(u32 *)(r1 +0)          ; R1=ctx() R2=pkt(r=0)
        ; line 1 of bad @ Handmade.cs:2
        1: (71) r0 = *(u8 *)(r2 +0)
        invalid access to packet, off=0 size=1, R2(id=0,off=0,r=0)
        R2 offset is outside of the packet
        processed 2 insns (limit 1000000) max_states_per_insn 0 total_states 0 peak_states 0 mark_read 0

        """;

    // 6.18, a conditional jump puts the next state on its own line.
    private const string BehindBranch = """
        0: R1=ctx() R10=fp0
        0: (61) r2 = *(u32 *)(r1 +12)         ; R1=ctx() R2=scalar(smin=0,smax=umax=0xffffffff,var_off=(0x0; 0xffffffff))
        1: (b7) r0 = 2                        ; R0=2
        2: (15) if r2 == 0x0 goto pc+1 4: R0=2 R1=ctx() R2=0 R10=fp0
        4: (0f) r0 += r3
        R3 !read_ok
        processed 7 insns (limit 1000000) max_states_per_insn 0 total_states 0 peak_states 0 mark_read 0

        """;

    // 5.10: other state format, comments without positions.
    private const string OldKernel = """
        Unrecognized arg#0 type PTR
        ; int prog(struct xdp_md *ctx)
        0: (61) r2 = *(u32 *)(r1 +4)
        ; void *data = (void *)(long)ctx->data;
        1: (61) r1 = *(u32 *)(r1 +0)
        ; if (*(char *)data == 3)
        2: (71) r3 = *(u8 *)(r1 +0)
        invalid access to packet, off=0 size=1, R1(id=0,off=0,r=0)
        R1 offset is outside of the packet
        processed 3 insns (limit 1000000) max_states_per_insn 0 total_states 0 peak_states 0 mark_read 0

        """;

    private const string Backtracking = """
        9: (bf) r2 = r6
        from 5 to 10: R0=inv(id=0) R6=inv(id=3,umax_value=9) R10=fp0
        last_idx 9 first_idx 4
        regs=40 stack=0 before 8: (07) r6 += 1
        mark_precise: frame0: last_idx 9 first_idx 4 subseq_idx -1
        10: safe
        The sequence of 8193 jumps is too complex.
        processed 32772 insns (limit 1000000) max_states_per_insn 4 total_states 500 peak_states 500 mark_read 1
        verification time 9 usec
        stack depth 8

        """;

    [Theory]
    [InlineData(PacketAccess, 1, "invalid access to packet, off=0 size=1, R2(id=0,off=0,r=0); R2 offset is outside of the packet")]
    [InlineData(BehindBranch, 4, "R3 !read_ok")]
    [InlineData(OldKernel, 2, "invalid access to packet, off=0 size=1, R1(id=0,off=0,r=0); R1 offset is outside of the packet")]
    [InlineData(Backtracking, 9, "The sequence of 8193 jumps is too complex.")]
    [InlineData("unreachable insn 6\nprocessed 0 insns (limit 1000000) max_states_per_insn 0\n", 6, "unreachable insn 6")]
    [InlineData("jump out of range from insn 3 to 99\n", 3, "jump out of range from insn 3 to 99")]
    [InlineData("0: (b7) r0 = 1\n1: (05) goto pc-2\ninfinite loop detected at insn 1\n", 1, "infinite loop detected at insn 1")]
    public void Instruction_line_and_cause(string log, int instruction, string cause)
    {
        VerifierRefusal refusal = VerifierLog.Read(log, s_lines);
        Assert.Equal((instruction, cause), (refusal.Instruction, refusal.Cause));
        Assert.Equal(("/src/A.cs", 100 + instruction, 7, $"text {instruction}"), (refusal.File, refusal.Line, refusal.Column, refusal.Text));
    }

    [Fact]
    public void Line_of_an_instruction_is_the_last_that_starts_before_it()
    {
        BpfLineInfo[] sparse = [new(0, "A.cs", "first", 3, 1), new(3, "A.cs", "second", 9, 2)];
        Assert.Equal(9, VerifierLog.Read(BehindBranch, sparse).Line);
        Assert.Equal(3, VerifierLog.Read(OldKernel, sparse).Line);
    }

    [Fact]
    public void Without_line_information_the_logs_own_comments_count()
    {
        VerifierRefusal refusal = VerifierLog.Read(PacketAccess, []);
        Assert.Equal(("Handmade.cs", 2, "line 1 of bad"), (refusal.File, refusal.Line, refusal.Text));
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n\n")]
    [InlineData("processed 0 insns\n")]
    public void Log_without_a_reason_says_so(string log)
    {
        VerifierRefusal refusal = VerifierLog.Read(log, s_lines);
        Assert.Equal((-1, "no reason given", 0), (refusal.Instruction, refusal.Cause, refusal.Line));
    }

    [Theory]
    [InlineData("R1 pointer arithmetic prohibited for !root\n", "CAP_PERFMON")]
    [InlineData("1: (85) call unknown#9999\ninvalid func unknown#9999\n", "<BpfTargetKernel>")]
    [InlineData("BPF program is too large. Processed 1000001 insn\n", "tail call")]
    [InlineData("cannot call GPL-restricted function from non-GPL compatible program\n", "[BpfLicense]")]
    public void Known_causes_have_a_remedy(string log, string remedy) => Assert.Contains(remedy, VerifierLog.Read(log, s_lines).Hint);

    [Fact]
    public void Older_kernel_than_the_target_is_the_first_suspect()
    {
        string note = KernelAge.Note("6.6", new Version(6, 1, 90));
        Assert.Contains("built for Linux 6.6 and later; this is 6.1", note);
        Assert.Equal(note, VerifierLog.Read(PacketAccess, s_lines, note).Hint);
        Assert.Equal("", KernelAge.Note("6.1", new Version(6, 1, 0)));
        Assert.Equal("", KernelAge.Note("6.1", new Version(6, 18, 44)));
        Assert.Equal("", KernelAge.Note(null, new Version(5, 10)));
        Assert.Equal("", KernelAge.Note("", new Version(5, 10)));
    }

    [Fact]
    public void Tail_is_the_last_rows()
    {
        Assert.Equal("b\nc", VerifierLog.Tail("a\nb\nc\n", 2));
        Assert.Equal("a\nb\nc", VerifierLog.Tail("a\nb\nc\n", 20));
        Assert.Equal("", VerifierLog.Tail("", 2));
    }
}
