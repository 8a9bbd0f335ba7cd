using BpfSharp.Compiler.Verifier.Values;

namespace BpfSharp.Compiler.Verifier.States;

/// <summary>Eight bytes of the stack (<c>struct bpf_stack_state</c>). Byte 7 is the lowest address: a spill fills the bytes from 7 downwards.</summary>
internal struct StackSlot
{
    public const int Bytes = 8;

    private const ulong AllMisc = 0x0202020202020202;

    public Register Spilled;

    // One byte each.
    private ulong _kinds;

    public readonly bool IsSpilled => this[7] == SlotKind.Spill;

    public readonly bool IsSpilledScalar => IsSpilled && Spilled.IsScalar;

    public readonly bool IsSpilledScalar64 => this[0] == SlotKind.Spill && Spilled.IsScalar;

    /// <summary>A read gives an unknown number: every byte is one, or was not written, which root may read.</summary>
    public readonly bool IsAnyNumber => (_kinds & ~AllMisc) == 0;

    public SlotKind this[int index]
    {
        readonly get => (SlotKind)(byte)(_kinds >> (index * 8));
        set => _kinds = (_kinds & ~(0xffUL << (index * 8))) | ((ulong)value << (index * 8));
    }

    public void Clear()
    {
        Spilled.SetNone();
        _kinds = 0;
    }

    /// <summary>Bytes that were written hold some number now.</summary>
    public void Scrub()
    {
        for (int i = 0; i < Bytes; i++)
        {
            if (this[i] != SlotKind.Invalid)
                this[i] = SlotKind.Misc;
        }
    }

    /// <summary>Stores a register in the bytes from 7 downwards.</summary>
    public void Spill(in Register register, int size)
    {
        Spilled = register;
        for (int i = 0; i < Bytes; i++)
        {
            if (i >= Bytes - size)
                this[i] = SlotKind.Spill;
            else if (this[i] is not (SlotKind.Zero or SlotKind.Invalid))
                this[i] = SlotKind.Misc;
        }
    }

    public readonly bool IsIterator => this[7] == SlotKind.Iterator;

    /// <summary>Of an iterator: it has come to its end.</summary>
    public bool IsDrained
    {
        readonly get => Spilled.MayBeNull;
        set => Spilled.MayBeNull = value;
    }

    /// <summary>Of an iterator: rounds on the way here.</summary>
    public int Rounds
    {
        readonly get => Spilled.Range;
        set => Spilled.Range = value;
    }

    /// <param name="reference">What has to be released.</param>
    public void MakeIterator(uint reference)
    {
        Clear();
        Spilled.Reference = reference;
        for (int i = 0; i < Bytes; i++)
            this[i] = SlotKind.Iterator;
    }

    public readonly bool IsDynptr => this[7] == SlotKind.Dynptr;

    public readonly DynptrKind Dynptr => (DynptrKind)Spilled.Range;

    /// <summary>The half of a dynptr with the lower address, and the higher slot.</summary>
    public readonly bool IsFirst => Spilled.Offset == 0;

    /// <summary>Makes it half of a dynptr.</summary>
    /// <param name="id">The dynptr's own.</param>
    /// <param name="reference">What has to be released; 0: nothing.</param>
    public void MakeDynptr(DynptrKind kind, bool isFirst, uint id, uint reference)
    {
        Clear();
        Spilled.Range = (int)kind;
        Spilled.Offset = isFirst ? 0 : Bytes;
        Spilled.Id = id;
        Spilled.Reference = reference;
        for (int i = 0; i < Bytes; i++)
            this[i] = SlotKind.Dynptr;
    }

    /// <summary>Bytes that the spilled register fills.</summary>
    public readonly int SpillSize()
    {
        int size = 1;
        for (int i = Bytes - 1; i > 0 && this[i - 1] == SlotKind.Spill; i--)
            size++;
        return size;
    }
}
