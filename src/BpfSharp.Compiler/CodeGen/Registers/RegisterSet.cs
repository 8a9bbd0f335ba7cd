using System.Collections.Generic;

namespace BpfSharp.Compiler.CodeGen.Registers;

/// <summary>A set of register numbers.</summary>
internal sealed class RegisterSet
{
    private readonly ulong[] _words;

    public RegisterSet(int count) => _words = new ulong[(count + 63) / 64];

    public bool Contains(int register) => (_words[register >> 6] & (1UL << (register & 63))) != 0;

    public void Add(int register) => _words[register >> 6] |= 1UL << (register & 63);

    public void Remove(int register) => _words[register >> 6] &= ~(1UL << (register & 63));

    public void CopyFrom(RegisterSet other) => other._words.CopyTo(_words, 0);

    /// <summary>Adds all of another set; true if that changed this one.</summary>
    public bool UnionWith(RegisterSet other)
    {
        bool changed = false;
        for (int i = 0; i < _words.Length; i++)
        {
            ulong word = _words[i] | other._words[i];
            changed |= word != _words[i];
            _words[i] = word;
        }

        return changed;
    }

    /// <summary>In ascending order.</summary>
    public IEnumerable<int> Items()
    {
        for (int i = 0; i < _words.Length; i++)
        {
            ulong word = _words[i];
            for (int bit = 0; word != 0; bit++, word >>= 1)
            {
                if ((word & 1) != 0)
                    yield return i * 64 + bit;
            }
        }
    }
}
