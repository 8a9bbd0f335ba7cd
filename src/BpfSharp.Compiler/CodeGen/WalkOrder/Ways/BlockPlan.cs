using BpfSharp.Compiler.CodeGen.Emission;
using BpfSharp.Compiler.CodeGen.Layout;
using BpfSharp.Compiler.CodeGen.Machine;

namespace BpfSharp.Compiler.CodeGen.WalkOrder.Ways;

/// <summary>An order of a function's blocks, and what it makes of each of them.</summary>
internal sealed class BlockPlan
{
    /// <summary>Of FNV-1a.</summary>
    public const ulong HashPrime = 0x100000001b3;

    private readonly BlockSet _turned;
    private readonly BlockSet _asked;

    /// <param name="order">Numbers of the blocks as they lie.</param>
    /// <param name="count">So many of them count.</param>
    /// <param name="turns">Is asked where a branch may jump to either side.</param>
    public BlockPlan(int[] order, int count, BlockShapes shapes, AskedTurns turns)
    {
        Places = new BlockPlace[shapes.BlockCount];
        Hash = 0xcbf29ce484222325;
        for (int i = 0; i < count; i++)
        {
            int block = order[i];
            BlockShape shape = shapes[block];
            int jumps = shape.Taken < 0 ? 1 : PlanJumps(block, shape, i + 1 < count ? order[i + 1] : -1, turns);
            Slots += shape.Slots + jumps;
            Hash = (Hash ^ (uint)((block << 1) | ((Places[block] & BlockPlace.IsInverted) != 0 ? 1 : 0))) * HashPrime;
        }

        (_turned, _asked) = turns.Copy();
    }

    /// <summary>By block number.</summary>
    public BlockPlace[] Places { get; }

    /// <summary>Slots of the code.</summary>
    public int Slots { get; }

    /// <summary>A number of the order and of the jumps in it.</summary>
    public ulong Hash { get; }

    /// <summary>Whether all lies the same with these blocks turned.</summary>
    public bool IsOf(BlockSet turned) => _turned.Agrees(turned, _asked);

    // Number of jumps at the block's end.
    private int PlanJumps(int block, BlockShape shape, int next, AskedTurns turns)
    {
        int onward = shape.Taken;
        int jumps = 0;
        if (shape.Otherwise >= 0)
        {
            jumps = 1;
            bool isInverted = IsInverted(block, shape, next, turns);
            onward = isInverted ? shape.Taken : shape.Otherwise;
            Places[isInverted ? shape.Otherwise : shape.Taken] |= BlockPlace.IsTarget;
            if (isInverted)
                Places[block] |= BlockPlace.IsInverted;
        }

        if (onward == next)
        {
            Places[block] |= BlockPlace.Falls;
            return jumps;
        }

        Places[onward] |= BlockPlace.IsTarget;
        return jumps + 1;
    }

    private static bool IsInverted(int block, BlockShape shape, int next, AskedTurns turns)
    {
        if (!shape.CanInvert)
            return false;
        bool isTakenNext = shape.Taken == next;
        bool isOtherwiseNext = shape.Otherwise == next;
        // The direction is not its own where one of them follows.
        bool isTurned = !isTakenNext && !isOtherwiseNext && turns.Ask(block);
        return JumpPlan.WantsInverted(isTakenNext, isOtherwiseNext, isTurned);
    }
}
