using System.Collections.Generic;
using BpfSharp.Compiler.CodeGen.Emission;
using BpfSharp.Compiler.CodeGen.Machine;

namespace BpfSharp.Compiler.CodeGen.WalkOrder.Ways;

/// <summary>What a block is to the verifier but for what it computes: how many instructions it has, where it leads, and before which instructions states are compared and kept.</summary>
internal sealed class BlockShape
{
    // Instructions that a jump to the next one may stand before.
    private const int MostRests = 8;

    private BlockShape(MachineBlock block, int firstPoint)
    {
        Block = block;
        FirstPoint = firstPoint;
        LastPoint = block.Instructions.Count == 0 ? firstPoint : firstPoint + 1;
        Taken = block.Taken?.Number ?? -1;
        Otherwise = block.Otherwise?.Number ?? -1;
        EndsWithPoint = block.Instructions.Count != 0 && block.Instructions[block.Instructions.Count - 1].Op == MachineOp.Call;
        CanInvert = Conditions.CanInvert(block.Terminator.Condition);
        int calls = block.Instructions.FindAll(static i => i.Op == MachineOp.Call).Count;
        int call = firstPoint + 2;
        int rest = call + calls;
        bool mayRest = block.Instructions.Count > 1;
        IsTail = block.IsCold && calls != 0;
        NextPoint = rest + (mayRest ? MostRests : 0);
        var points = new List<BlockPoint>();
        for (int i = 0; i < block.Instructions.Count; i++)
        {
            MachineInstruction instruction = block.Instructions[i];
            if (i != 0 && block.Instructions[i - 1].Op == MachineOp.Call)
                points.Add(new BlockPoint(call++, i, Instructions, Calls, Slots, IsRest: false));
            else if (i != 0 && i <= MostRests && mayRest)
                points.Add(new BlockPoint(rest + i - 1, i, Instructions, Calls, Slots, IsRest: true));
            Slots += InstructionEncoding.SlotCount(instruction);
            Instructions += instruction.Op == MachineOp.LoadFrameAddress ? 2 : 1;
            if (instruction.Op == MachineOp.Call)
                Calls++;
            // Behind a call there is a point already, and little is left.
            mayRest &= instruction.Op != MachineOp.Call;
        }

        Points = points.ToArray();
        PointsWithoutRests = points.FindAll(static p => !p.IsRest).ToArray();
        RestCount = points.FindAll(static p => p.IsRest).Count;
    }

    public MachineBlock Block { get; }

    /// <summary>Number of the block that a jump leads to, or a branch whose condition holds; -1: none.</summary>
    public int Taken { get; }

    /// <summary>Number of the block that a branch leads to whose condition does not hold; -1: none.</summary>
    public int Otherwise { get; }

    /// <summary>Of a branch: it may as well jump where its condition does not hold.</summary>
    public bool CanInvert { get; }

    /// <summary>Code for what hardly ever happens, with enough to walk in it: the tail of faults. Most rests are of use there.</summary>
    public bool IsTail { get; }

    /// <summary>Points between the first instruction and the terminator, in their order.</summary>
    public BlockPoint[] Points { get; }

    public BlockPoint[] PointsWithoutRests { get; }

    /// <summary>Without the terminator.</summary>
    public int Instructions { get; }

    public int Calls { get; }

    public int Slots { get; }

    /// <summary>Number of the point at the block's start.</summary>
    public int FirstPoint { get; }

    /// <summary>Number of the point at the terminator.</summary>
    public int LastPoint { get; }

    /// <summary>The first number that a point of another block may have.</summary>
    public int NextPoint { get; }

    /// <summary>States are compared at what comes behind the last instruction in any case: it is a call.</summary>
    public bool EndsWithPoint { get; }

    /// <summary>A jump to the next instruction may stand here. It takes no time: kernels remove it (opt_remove_nops).</summary>
    public bool MayRest => RestCount != 0;

    /// <summary>Instructions that such a jump may stand before: from the second on.</summary>
    public int RestCount { get; }

    /// <returns>Null where the block jumps inside.</returns>
    public static BlockShape? TryMake(MachineBlock block, int firstPoint) =>
        block.Instructions.Exists(static i => i.Op is MachineOp.ClearUnless or MachineOp.ClearUnlessImmediate) ? null : new BlockShape(block, firstPoint);
}
