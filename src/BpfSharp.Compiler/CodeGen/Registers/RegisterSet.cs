namespace BpfSharp.Compiler.CodeGen.Registers;

/// <summary>A set of small numbers: registers, slots.</summary>
internal sealed class RegisterSet
{
    // Position of the lowest bit, by the top six bits of its product with a de Bruijn sequence.
    private const ulong DeBruijn = 0x03f79d71b4cb0a89;

    private static readonly int[] s_positions = Positions();

    private readonly ulong[] _words;

    public RegisterSet(int count) => _words = new ulong[(count + 63) / 64];

    public bool Contains(int register) => (_words[register >> 6] & (1UL << (register & 63))) != 0;

    public void Add(int register) => _words[register >> 6] |= 1UL << (register & 63);

    public void Remove(int register) => _words[register >> 6] &= ~(1UL << (register & 63));

    public void Clear() => System.Array.Clear(_words, 0, _words.Length);

    public void CopyFrom(RegisterSet other) => other._words.CopyTo(_words, 0);

    /// <summary>Adds all of another set; true if that changed this one.</summary>
    public bool UnionWith(RegisterSet other)
    {
        ulong changes = 0;
        for (int i = 0; i < _words.Length; i++)
        {
            ulong word = _words[i] | other._words[i];
            changes |= word ^ _words[i];
            _words[i] = word;
        }

        return changes != 0;
    }

    /// <summary>The lowest member that is not below <paramref name="from"/>, or -1.</summary>
    public int Next(int from)
    {
        int index = from >> 6;
        if (index >= _words.Length)
            return -1;
        ulong word = _words[index] & (ulong.MaxValue << (from & 63));
        while (word == 0)
        {
            if (++index == _words.Length)
                return -1;
            word = _words[index];
        }

        return index * 64 + s_positions[unchecked((word & (0 - word)) * DeBruijn) >> 58];
    }

    private static int[] Positions()
    {
        var positions = new int[64];
        for (int i = 0; i < 64; i++)
            positions[unchecked((1UL << i) * DeBruijn) >> 58] = i;
        return positions;
    }
}
