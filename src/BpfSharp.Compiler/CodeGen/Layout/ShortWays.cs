using BpfSharp.Compiler.CodeGen.Machine;

namespace BpfSharp.Compiler.CodeGen.Layout;

/// <summary>
/// Which of two ways is to fall through for the verifier's sake: it walks that one first. When it comes to where both meet by the short way, on which less has been checked, it
/// knows all that it needs to skip the place when it comes by the long way; not the other way round.
/// </summary>
internal static class ShortWays
{
    private const int MaxMoves = 2;

    /// <returns>Negative for the first, positive for the second, 0 where it does not matter.</returns>
    public static int Compare(MachineBlock first, MachineBlock second) => Score(first, second) - Score(second, first);

    private static int Score(MachineBlock block, MachineBlock other)
    {
        // Nothing at all lies on the way to where all meet: a jump more where the long ways end, but only then is what follows walked once.
        if (block.Converges != other.Converges)
            return block.Converges ? -1 : 0;
        // The second half of "this or that": it falls through to its own other way, and jumps where the first half jumped.
        bool isSecondHalf = block.Otherwise is not null && block.LoopDepth == 0 && (ReferenceEquals(block.Taken, other) || ReferenceEquals(block.Otherwise, other));
        return isSecondHalf || (IsOnlyMoves(block) && !IsOnlyMoves(other)) ? -1 : 0;
    }

    private static bool IsOnlyMoves(MachineBlock block) =>
        block.Terminator.Op == MachineOp.Jump && block.Instructions.Count <= MaxMoves && block.Instructions.TrueForAll(static i => i.IsMove || i.Op == MachineOp.LoadImmediate);
}
