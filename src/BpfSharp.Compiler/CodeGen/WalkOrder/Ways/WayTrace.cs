using System;
using BpfSharp.Compiler.CodeGen.Machine;
using BpfSharp.Compiler.Verifier.Walk;

namespace BpfSharp.Compiler.CodeGen.WalkOrder.Ways;

/// <summary>Notes in the tree of ways what a walk shows of a function as its blocks lie now.</summary>
internal sealed class WayTrace : IWalkObserver
{
    private const int None = -1;

    private readonly BlockShapes _shapes;
    private readonly WayTree _tree;

    // By slot: the block that starts there, and the point.
    private readonly int[] _blocks;
    private readonly int[] _points;

    public WayTrace(BlockShapes shapes, WayTree tree)
    {
        (_shapes, _tree) = (shapes, tree);
        _blocks = new int[shapes.Slots];
        _points = new int[shapes.Slots];
        for (int i = 0; i < _blocks.Length; i++)
            _blocks[i] = _points[i] = None;
        int slot = 0;
        foreach (MachineBlock block in shapes.Blocks)
            slot += Place(block.Number, slot);
    }

    /// <summary>Slots of the code that it knows.</summary>
    public int Slots => _blocks.Length;

    public int Arrive(int way, int slot)
    {
        int block = _blocks[slot];
        if (block == None)
            return way;
        if (way == None)
            return WayTree.Root;
        int side = _shapes[_tree.BlockOf(way)].Taken == block ? 0 : 1;
        _tree.SetTaken(way, side);
        return _tree.Next(way, side, block);
    }

    public void Compare(int before, int now, int slot, bool ends) => _tree.SetEnd(_points[slot], before, now, ends);

    private int Place(int block, int start)
    {
        BlockShape shape = _shapes[block];
        int rest = _shapes.Rests[block];
        int end = start + shape.Slots + (rest == 0 ? 0 : 1);
        _blocks[start] = block;
        _points[start] = shape.FirstPoint;
        foreach (BlockPoint place in shape.Points)
        {
            if (!place.IsRest || place.Index == rest)
                _points[start + place.Slots + (rest != 0 && place.Index >= rest ? 1 : 0)] = place.Number;
        }

        int jumps = shape.Taken < 0 ? 1 : (shape.Otherwise < 0 ? 0 : 1) + ((_shapes.Plan.Places[block] & BlockPlace.Falls) != 0 ? 0 : 1);
        if (jumps != 0)
            _points[end] = shape.LastPoint;
        return end + jumps - start;
    }
}
