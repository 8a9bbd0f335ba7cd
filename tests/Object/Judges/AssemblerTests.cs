using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using BpfSharp.Object.Tests.Support;
using BpfSharp.Objects.Instructions;
using Xunit;

namespace BpfSharp.Object.Tests.Judges;

/// <summary>LLVM's assembler takes the disassembler's text and must come to the same bytes.</summary>
public sealed partial class AssemblerTests
{
    // What LLVM 19 has no notation for, or another one. (It also takes long jumps by label only, if they are long.)
    private static readonly string[] s_others = ["call.", "lddw.", "ldind", "load_acquire", "store_release"];

    [Fact]
    public void Texts_assemble_to_the_bytes_that_they_came_from()
    {
        Tool.Require("llvm-mc-19");
        using var folder = new TemporaryFolder();
        List<BpfInstruction> instructions = BpfInstructionSet.Forms
            .Where(form => !s_others.Any(form.Name.StartsWith))
            .SelectMany(SampleInstructions.Of)
            .Where(instruction => instruction.Opcode != BpfOpcodes.GotoLong || instruction.Immediate is >= short.MinValue and <= short.MaxValue)
            .ToList();
        string[] texts = instructions.Select(instruction => BpfDisassembler.Format(instruction)).ToArray();
        string source = folder.Write("all.s", string.Join('\n', texts) + "\n");

        string[] assembled = Encoding().Matches(Tool.Run("llvm-mc-19", "-triple", "bpfel", "-mcpu=v4", "-show-encoding", source))
            .Select(match => match.Groups[1].Value.Replace(",0x", "", StringComparison.Ordinal))
            .ToArray();

        Assert.True(instructions.Count > 400);
        Assert.Equal(
            instructions.Select((instruction, i) => $"{texts[i]}: {Bytes(instruction)}"),
            assembled.Select((bytes, i) => $"{texts[i]}: {bytes}"));
    }

    private static string Bytes(BpfInstruction instruction)
    {
        BpfInstruction[] slots = instruction.Opcode == BpfOpcodes.LoadImmediate64
            ? [instruction, BpfInstructions.LoadHigh(0)]
            : [instruction];
        return Convert.ToHexStringLower(BpfInstructionCodec.Encode(slots));
    }

    [GeneratedRegex(@"encoding: \[0x([0-9a-fx,]+)\]")]
    private static partial Regex Encoding();
}
