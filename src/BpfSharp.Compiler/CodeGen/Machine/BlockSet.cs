using System;

namespace BpfSharp.Compiler.CodeGen.Machine;

/// <summary>Some of a function's blocks, by their numbers: a bit each.</summary>
internal sealed class BlockSet
{
    // Of a number: which word, and which bit of it.
    private const int WordShift = 6;
    private const int BitMask = (1 << WordShift) - 1;

    private readonly ulong[] _words;

    /// <param name="count">One more than the highest block number.</param>
    public BlockSet(int count) => _words = new ulong[(count + BitMask) >> WordShift];

    private BlockSet(ulong[] words) => _words = words;

    public bool this[int block]
    {
        get => (_words[block >> WordShift] >> (block & BitMask) & 1) != 0;
        set
        {
            ulong bit = 1UL << (block & BitMask);
            ref ulong word = ref _words[block >> WordShift];
            word = value ? word | bit : word & ~bit;
        }
    }

    /// <summary>1: it is one of them; 0: not.</summary>
    public int Bit(int block) => (int)(_words[block >> WordShift] >> (block & BitMask)) & 1;

    public void Clear() => Array.Clear(_words, 0, _words.Length);

    public void CopyTo(BlockSet other)
    {
        for (int i = 0; i < _words.Length; i++)
            other._words[i] = _words[i];
    }

    public BlockSet Clone() => new((ulong[])_words.Clone());

    /// <summary>Whether both have the same of those blocks.</summary>
    public bool Agrees(BlockSet other, BlockSet blocks)
    {
        for (int i = 0; i < _words.Length; i++)
        {
            if (((_words[i] ^ other._words[i]) & blocks._words[i]) != 0)
                return false;
        }

        return true;
    }
}
