using BpfSharp.Compiler.Verifier.Values;

namespace BpfSharp.Compiler.Verifier.States;

/// <summary>Which ids of a new state stand for which of a kept one (<c>struct bpf_idmap</c>).</summary>
internal sealed class IdMap
{
    private uint[] _old = new uint[16];
    private uint[] _new = new uint[16];
    private int _count;
    private uint _fresh;

    /// <param name="fresh">The last id that was given.</param>
    public void Reset(uint fresh)
    {
        _count = 0;
        _fresh = fresh;
    }

    public bool Match(uint old, uint current)
    {
        if (old == 0 != (current == 0))
            return false;
        if (old == 0)
            return true;
        for (int i = 0; i < _count; i++)
        {
            if (_old[i] == old)
                return _new[i] == current;
            if (_new[i] == current)
                return false;
        }

        if (_count == _old.Length)
        {
            System.Array.Resize(ref _old, _count * 2);
            System.Array.Resize(ref _new, _count * 2);
        }

        _old[_count] = old;
        _new[_count++] = current;
        return true;
    }

    /// <summary>A new number without an id has one that nobody shares; an old one may stand for any.</summary>
    public bool MatchScalars(uint old, uint current)
    {
        if (old == 0)
            return true;
        if (current == 0)
            current = ++_fresh;
        return Match(old, current);
    }

    public bool MatchAll(in Register old, in Register current) => Match(old.Id, current.Id) && Match(old.Reference, current.Reference);
}
