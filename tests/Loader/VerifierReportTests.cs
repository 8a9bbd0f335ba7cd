using System.Linq;
using BpfSharp.Objects.Model;
using Xunit;

namespace BpfSharp.Loader.Tests;

/// <summary>The report with sections that verifiers from Linux 7.3 on write behind their log.</summary>
public sealed class VerifierReportTests
{
    private static readonly BpfLineInfo[] s_lines =
    [
        .. Enumerable.Range(0, 10).Select(static slot => new BpfLineInfo(slot, "/src/A.cs", $"text {slot}", 100 + slot, 7)),
    ];

    private const string Report = """
        0: R1=ctx() R10=fp0
        0: (b7) r2 = 1                        ; R2=1
        1: (bf) r0 = r3
        R3 !read_ok

        Verification failed: Register Type Safety: Unreadable register

        Reason:
          R3 has no value on this path,
          so it can't be read.

        At:
          insn 1
                | ^-- error: R3 is not readable
          Instruction context:
              0 | (b7) r2 = 1
          >>> 1 | (bf) r0 = r3

        Causal path:
          no retained diagnostic events on this path

        Suggestion:
          Give R3 a value before.

        processed 2 insns (limit 1000000) max_states_per_insn 0 total_states 0 peak_states 0 mark_read 0

        """;

    [Fact]
    public void Sections_give_cause_place_and_suggestion()
    {
        VerifierRefusal refusal = VerifierLog.Read(Report, s_lines);
        Assert.Equal("Register Type Safety: Unreadable register: R3 has no value on this path, so it can't be read.", refusal.Cause);
        Assert.Equal((1, "/src/A.cs", 101, "text 1"), (refusal.Instruction, refusal.File, refusal.Line, refusal.Text));
        Assert.StartsWith("The verifier suggests: Give R3 a value before.", refusal.Hint, System.StringComparison.Ordinal);
    }

    [Fact]
    public void Known_complaints_keep_their_own_hint()
    {
        VerifierRefusal refusal = VerifierLog.Read(Report.Replace("R3 has no value on this path,", "The sequence of 8193 jumps is too complex,"), s_lines);
        Assert.Contains("branches too often", refusal.Hint, System.StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Verification failed: Something\n", "Something", -1)]
    [InlineData("3: (95) exit\nVerification failed: Something\nAt:\n", "Something", 3)]
    [InlineData("3: (95) exit\nVerification failed: Something\nAt:\n  file.c:7 insn 2\nprocessed 1 insns\n", "Something", 2)]
    [InlineData("3: (95) exit\nVerification failed: Something\nReason:\n  why\nAt:\n  insn 99999999999\n", "Something: why", 3)]
    public void Reports_that_are_cut_are_read_as_far_as_they_go(string log, string cause, int instruction)
    {
        VerifierRefusal refusal = VerifierLog.Read(log, s_lines);
        Assert.Equal((cause, instruction), (refusal.Cause, refusal.Instruction));
    }
}
