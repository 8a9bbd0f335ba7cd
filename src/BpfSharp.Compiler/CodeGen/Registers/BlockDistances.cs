using System.Collections.Generic;
using BpfSharp.Compiler.CodeGen.Machine;

namespace BpfSharp.Compiler.CodeGen.Registers;

/// <summary>Distance to the next read of each register, from any place in one block.</summary>
internal sealed class BlockDistances
{
    public const int Never = int.MaxValue;

    private readonly Dictionary<int, Stack<(int Position, bool IsRead)>> _accesses = new();
    private readonly Dictionary<int, int> _atEnd;
    private readonly int[] _positions;
    private int _passed = -1;

    public BlockDistances(MachineBlock block, Dictionary<int, int> atEnd)
    {
        _atEnd = atEnd;
        _positions = NextUses.Positions(block);
        var uses = new RegisterUses();
        for (int i = block.Instructions.Count; i >= 0; i--)
        {
            uses.Set(i < block.Instructions.Count ? block.Instructions[i] : block.Terminator);
            for (int w = 0; w < uses.WriteCount; w++)
                Push(uses.Written(w), i, isRead: false);
            for (int r = 0; r < uses.ReadCount; r++)
                Push(uses.Read(r), i, isRead: true);
        }
    }

    /// <summary>Forgets what lies at a position or before it.</summary>
    public void Advance(int position) => _passed = position;

    /// <summary>Distance from a position to the next read; <see cref="Never"/> where the register is written first, or not read again.</summary>
    public int Next(int register, int position)
    {
        if (_accesses.TryGetValue(register, out Stack<(int Position, bool IsRead)>? accesses))
        {
            while (accesses.Count != 0 && accesses.Peek().Position <= _passed)
                accesses.Pop();
            if (accesses.Count != 0)
                return accesses.Peek().IsRead ? _positions[accesses.Peek().Position] - _positions[position] : Never;
        }

        return _atEnd.TryGetValue(register, out int distance) ? _positions[_positions.Length - 1] - _positions[position] + distance : Never;
    }

    private void Push(int register, int position, bool isRead)
    {
        if (!MachineRegisters.IsVirtual(register))
            return;
        if (!_accesses.TryGetValue(register, out Stack<(int Position, bool IsRead)>? accesses))
            _accesses.Add(register, accesses = new Stack<(int, bool)>());
        accesses.Push((position, isRead));
    }
}
