using BpfSharp.Compiler.CodeGen.Layout;
using BpfSharp.Compiler.CodeGen.Machine;

namespace BpfSharp.Compiler.CodeGen.WalkOrder.Ways;

/// <summary>The blocks of a function, in one arrangement after the other.</summary>
internal sealed class ArrangedBlocks
{
    private readonly MachineFunction _function;
    private readonly BlockShapes _shapes;
    private readonly BlockLinks _links;
    private readonly BlockOrder _order;
    private readonly ColdExits _exits;
    private readonly MachineBlock[] _blocks;
    private readonly AskedTurns _turns;
    private readonly PlanTree _plans = new();
    private BlockPlan? _home;

    public ArrangedBlocks(MachineFunction function, BlockShapes shapes)
    {
        (_function, _shapes) = (function, shapes);
        _links = new BlockLinks(function);
        _order = new BlockOrder(function, _links);
        _exits = new ColdExits(function, _links);
        _blocks = function.Blocks.ToArray();
        _turns = new AskedTurns(function.BlockCount);
    }

    /// <summary>Gives the shapes their places, and jumps to the next instruction; the function stays as it is.</summary>
    public void Plan(Arrangement arrangement)
    {
        arrangement.Rests.CopyTo(_shapes.Rests, 0);
        BlockPlan? plan = _home?.IsOf(arrangement.Turned) == true ? _home : _plans.Find(arrangement.Turned);
        if (plan is null)
        {
            int[] order = Order(arrangement);
            plan = new BlockPlan(order, _order.Count, _shapes, _turns);
            _plans.Add(plan, _turns);
        }

        _shapes.Use(plan);
    }

    /// <summary>Most arrangements to come are like the present one: half of them but for blocks that make no difference.</summary>
    public void Stay() => _home = _shapes.Plan;

    /// <summary>The same for the function's blocks.</summary>
    public void Apply(Arrangement arrangement)
    {
        Plan(arrangement);
        foreach (MachineBlock block in _blocks)
            block.IsTurned = arrangement.Turned[block.Number];
        _links.CopyTo(_function.Blocks, Order(arrangement), _order.Count);
    }

    private int[] Order(Arrangement arrangement)
    {
        _turns.Reset(arrangement.Turned);
        int[] order = _order.Place(_turns);
        _exits.Run(order, _order.Count);
        return order;
    }
}
