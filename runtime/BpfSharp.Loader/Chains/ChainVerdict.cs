using System.Collections.Generic;
using System.Linq;
using BpfSharp.Objects.Instructions;
using static BpfSharp.Objects.Instructions.BpfInstructions;

namespace BpfSharp.Loader;

/// <summary>What a chain does with the result of one of its programs.</summary>
internal static class ChainVerdict
{
    private const int HighestBit = 31;

    public static uint Mask(IReadOnlyList<XdpAction> actions) => actions.Aggregate(0u, static (mask, action) => mask | 1u << (int)action);

    public static IReadOnlyList<XdpAction> Actions(uint mask) =>
        [.. Enumerable.Range(0, HighestBit).Where(bit => (mask >> bit & 1) != 0).Select(static bit => (XdpAction)bit)];

    /// <summary>Returns R0 unless its bit is set; otherwise goes on behind. Changes R1.</summary>
    public static IReadOnlyList<BpfInstruction> ReturnUnless(uint continueOn) =>
    [
        // A shift counts modulo 32: what is beyond has no bit.
        Jump32IfImm(BpfCondition.Greater, 0, HighestBit, 4),
        Mov32Imm(1, 1),
        Alu32(BpfAluOp.ShiftLeft, 1, 0),
        Alu32Imm(BpfAluOp.And, 1, unchecked((int)continueOn)),
        Jump32IfImm(BpfCondition.NotEqual, 1, 0, 1),
        Exit(),
    ];
}
