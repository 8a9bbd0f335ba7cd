using System;
using System.Collections.Generic;

namespace BpfSharp.Compiler.CodeGen.WalkOrder.Ways;

/// <summary>
/// Ways through a function, from its entry on, as a tree: what the verifier knows at the end of a way hangs on the way alone, not on where blocks lie. So what one walk shows of a way - which branches it decides, and
/// whether another may end where this one has been - tells how a walk over the same blocks in another order goes.
/// </summary>
internal sealed class WayTree
{
    private const int None = -1;
    private const int BothSides = 3;
    private const int TwoSteps = 1 << 23;

    private readonly WayAnswers _answers = new();

    // By the last steps of the ways only.
    private readonly Dictionary<ulong, bool> _likely = new();

    private Way[] _ways = new Way[256];

    public WayTree(int entry) => Add(entry, None);

    /// <summary>The number of the way that is the entry alone.</summary>
    public static int Root => 0;

    public int Count { get; private set; }

    public int BlockOf(int way) => _ways[way].Block;

    /// <param name="side">0: taken; 1: otherwise.</param>
    /// <param name="block">The block there.</param>
    public int Next(int way, int side, int block)
    {
        int next = side == 0 ? _ways[way].Taken : _ways[way].Otherwise;
        if (next != None)
            return next;
        next = Add(block, way);
        if (side == 0)
            _ways[way].Taken = next;
        else
            _ways[way].Otherwise = next;
        return next;
    }

    /// <summary>The sides that the verifier may go on to, as far as is known: a bit each.</summary>
    public int SidesOf(int way) => _ways[way].Walked is not 0 and var walked ? walked : BothSides;

    /// <summary>A walk has gone there.</summary>
    public void SetTaken(int way, int side) => _ways[way].Walked |= (byte)(1 << side);

    /// <summary>Whether a way that comes to a point ends there, as another has been there, as far as is known.</summary>
    public bool MayEnd(int point, int before, int now)
    {
        ulong key = Key(point, before, now);
        if (_answers.TryGet(key, out bool answer))
            return answer;
        answer = Guess(point, before, now);
        _answers.Guess(key, answer);
        return answer;
    }

    /// <summary>A walk has shown it.</summary>
    public void SetEnd(int point, int before, int now, bool ends)
    {
        _answers.Forget();
        _answers.Show(Key(point, before, now), ends);
        _likely[Key(point, LastTwo(before), LastTwo(now))] = ends;
        _likely[Key(point, Last(before), Last(now))] = ends;
        _likely[Key(point, 0, Last(now))] = ends;
    }

    // As it was with others that took the same last steps.
    private bool Guess(int point, int before, int now)
    {
        if (_likely.TryGetValue(Key(point, LastTwo(before), LastTwo(now)), out bool guess))
            return guess;
        if (_likely.TryGetValue(Key(point, Last(before), Last(now)), out guess))
            return guess;
        return !_likely.TryGetValue(Key(point, 0, Last(now)), out guess) || guess;
    }

    private int Last(int way) => _ways[way].Before == None ? 0 : _ways[_ways[way].Before].Block + 1;

    private int LastTwo(int way)
    {
        int last = _ways[way].Before;
        return last == None || _ways[last].Before == None ? 0 : TwoSteps | (_ways[_ways[last].Before].Block << 12) | _ways[last].Block;
    }

    private int Add(int block, int before)
    {
        if (Count == _ways.Length)
            Array.Resize(ref _ways, Count * 2);
        _ways[Count] = new Way { Block = block, Before = before, Taken = None, Otherwise = None };
        return Count++;
    }

    private static ulong Key(int point, int before, int now) => ((ulong)(uint)(point + 1) << 48) ^ ((ulong)(uint)before << 24) ^ (uint)now;

    private struct Way
    {
        public int Block;
        public int Before;
        public int Taken;
        public int Otherwise;

        // A bit a side; none: no walk came to the end of this way.
        public byte Walked;
    }
}
