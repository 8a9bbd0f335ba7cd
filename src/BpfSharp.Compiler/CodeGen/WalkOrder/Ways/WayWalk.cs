using System;
using BpfSharp.Compiler.Verifier.Walk;

namespace BpfSharp.Compiler.CodeGen.WalkOrder.Ways;

/// <summary>
/// How many instructions the verifier would walk of the blocks in their present order, by what walks before have shown (<see cref="WayTree"/>): counted, not computed, in a fiftieth of the time.
/// </summary>
internal sealed class WayWalk
{
    // The first state has number 1: what is cleared leads to none.
    private const int None = 0;

    private readonly BlockShapes _shapes;
    private readonly WayTree _tree;
    private Pending[] _pending = new Pending[32];
    private int _pendingCount;

    // The states kept at a point, the newest first.
    private readonly int[] _newest;
    private Kept[] _kept = new Kept[32];
    private int _keptCount;
    private int _instructions;
    private int _jumps;
    private int _instructionsBefore;
    private int _jumpsBefore;

    // Of the present order.
    private BlockPlace[] _places = [];
    private int[] _rests = [];

    // The state that was kept last on the way.
    private int _parent;

    public WayWalk(BlockShapes shapes, WayTree tree)
    {
        (_shapes, _tree) = (shapes, tree);
        _newest = new int[shapes.PointCount];
    }

    /// <param name="limit">More are not counted.</param>
    public int Count(int limit)
    {
        (_instructions, _jumps, _instructionsBefore, _jumpsBefore, _keptCount) = (0, 0, 0, 0, 1);
        (_places, _rests) = (_shapes.Plan.Places, _shapes.Rests);
        Array.Clear(_newest, 0, _newest.Length);
        _pendingCount = 0;
        Leave(WayTree.Root, _shapes.Entry, None);
        while (_pendingCount != 0 && _instructions <= limit)
        {
            Pending next = _pending[--_pendingCount];
            _parent = next.Parent;
            Follow(next.Way, next.Block, limit);
            End();
        }

        return _instructions;
    }

    // To the end of the way, or to where another has been.
    private void Follow(int way, int block, int limit)
    {
        // Not in fields: each step adds to them.
        (int instructions, int jumps) = (_instructions, _jumps);
        (BlockPlace[] places, int[] rests, BlockShapes shapes) = (_places, _rests, _shapes);
        bool isPoint = false;
        while (instructions <= limit)
        {
            BlockShape shape = shapes[block];
            BlockPlace place = places[block];
            bool falls = (place & BlockPlace.Falls) != 0;
            isPoint |= (place & BlockPlace.IsTarget) != 0;
            if (isPoint && Ends(shape.FirstPoint, way, instructions, jumps))
            {
                instructions++;
                break;
            }

            int rest = rests[block];
            if (rest == 0 && shape.PointsWithoutRests.Length == 0)
            {
                (instructions, jumps) = (instructions + shape.Instructions, jumps + shape.Calls);
            }
            else
            {
                (_instructions, _jumps) = (instructions, jumps);
                if (!Passes(shape, rest, way))
                    return;
                (instructions, jumps) = (_instructions, _jumps);
            }

            bool isBranch = shape.Otherwise >= 0;
            bool hasPassed = isPoint && shape.LastPoint == shape.FirstPoint;
            isPoint = shape.EndsWithPoint && falls && !isBranch;
            if ((isBranch || (shape.EndsWithPoint && !isPoint)) && !hasPassed && Ends(shape.LastPoint, way, instructions, jumps))
            {
                instructions++;
                break;
            }

            int side = 0;
            if (isBranch)
            {
                (instructions, jumps) = (instructions + 1, jumps + 1);
                side = (place & BlockPlace.IsInverted) != 0 ? 0 : 1;
                if (!TryBranch(shape, way, side))
                {
                    block = side == 0 ? shape.Otherwise : shape.Taken;
                    way = _tree.Next(way, 1 - side, block);
                    continue;
                }
            }
            else if (shape.Taken < 0)
            {
                (instructions, jumps) = (instructions + 1, jumps + 1);
                break;
            }

            if (!falls)
                (instructions, jumps) = (instructions + 1, jumps + 1);
            block = side == 0 ? shape.Taken : shape.Otherwise;
            way = _tree.Next(way, side, block);
        }

        (_instructions, _jumps) = (instructions, jumps);
    }

    // False where the way goes on where the branch jumps to. That is left for later where it may go on to both.
    private bool TryBranch(BlockShape shape, int way, int side)
    {
        int sides = _tree.SidesOf(way);
        if ((sides & (1 << side)) == 0)
            return false;
        if ((sides & (1 << (1 - side))) == 0)
            return true;
        int aside = side == 0 ? shape.Otherwise : shape.Taken;
        Leave(_tree.Next(way, 1 - side, aside), aside, _parent);
        if (_parent != None)
            _kept[_parent].Branches++;
        return true;
    }

    private void Leave(int way, int block, int parent)
    {
        if (_pendingCount == _pending.Length)
            Array.Resize(ref _pending, _pendingCount * 2);
        _pending[_pendingCount++] = new Pending(way, block, parent);
    }

    // What lies before the terminator. False where the way ends in it.
    private bool Passes(BlockShape shape, int rest, int way)
    {
        int instructions = 0;
        int calls = 0;
        foreach (BlockPoint place in rest == 0 ? shape.PointsWithoutRests : shape.Points)
        {
            if (place.IsRest && place.Index != rest)
                continue;
            _instructions += place.Instructions - instructions;
            _jumps += place.Calls - calls;
            (instructions, calls) = (place.Instructions, place.Calls);
            if (place.IsRest)
                (_instructions, _jumps) = (_instructions + 1, _jumps + 1);
            if (Ends(place.Number, way, _instructions, _jumps))
            {
                _instructions++;
                return false;
            }
        }

        _instructions += shape.Instructions - instructions;
        _jumps += shape.Calls - calls;
        return true;
    }

    // is_state_visited(): of the instruction that would come next, behind so many.
    private bool Ends(int point, int way, int instructions, int jumps)
    {
        int sinceInstructions = instructions + 1 - _instructionsBefore;
        int sinceJumps = jumps - _jumpsBefore;
        bool keeps = StateCache.Keeps(sinceJumps, sinceInstructions);
        int last = None;
        for (int i = _newest[point]; i != None; i = _kept[i].Older)
        {
            ref Kept kept = ref _kept[i];
            if (kept.Branches != 0)
            {
                // In a loop.
                keeps &= !StateCache.IsSoonInLoop(sinceJumps, sinceInstructions);
            }
            else if (_tree.MayEnd(point, kept.Way, way))
            {
                kept.Hits++;
                return true;
            }

            if (keeps)
                kept.Misses++;
            if (!StateCache.IsOfNoUse(kept.Hits, kept.Misses))
                last = i;
            else if (last == None)
                _newest[point] = kept.Older;
            else
                _kept[last].Older = kept.Older;
        }

        if (!keeps)
            return false;
        (_instructionsBefore, _jumpsBefore) = (instructions + 1, jumps);
        Keep(point, way);
        return false;
    }

    private void Keep(int point, int way)
    {
        if (_keptCount == _kept.Length)
            Array.Resize(ref _kept, _keptCount * 2);
        _kept[_keptCount] = new Kept { Way = way, Older = _newest[point], Parent = _parent, Branches = 1 };
        _parent = _newest[point] = _keptCount++;
    }

    // A way has ended: so have those that nothing is left of.
    private void End()
    {
        for (int i = _parent; i != None && --_kept[i].Branches == 0; i = _kept[i].Parent)
        {
        }
    }

    private readonly record struct Pending(int Way, int Block, int Parent);

    private struct Kept
    {
        public int Way;

        // The state kept before it at this point, and the one on the way to it.
        public int Older;
        public int Parent;

        // Ways from it that have not ended.
        public int Branches;
        public int Hits;
        public int Misses;
    }
}
