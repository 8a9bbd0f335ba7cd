using System.Collections.Generic;
using System.Linq;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Ir.Analysis;

namespace BpfSharp.Compiler.Passes.Memory;

/// <summary>Who uses a value, and where.</summary>
internal sealed class ValueUses
{
    private readonly Dominators _dominators;
    private readonly Dictionary<IrValue, List<(IrInstruction User, IrBlock Block)>> _users = new();
    private readonly Dictionary<IrInstruction, IrBlock> _blocks = new();

    public ValueUses(Dominators dominators)
    {
        _dominators = dominators;
        foreach (IrBlock block in dominators.Preorder)
        {
            foreach (IrInstruction instruction in block.Instructions)
            {
                _blocks.Add(instruction, block);
                Add(instruction.Operands, instruction, block);
                foreach (IrTarget target in instruction.Targets)
                    Add(target.Arguments, instruction, block);
            }
        }
    }

    private void Add(List<IrValue> values, IrInstruction user, IrBlock block)
    {
        foreach (IrValue value in values)
        {
            if (!_users.TryGetValue(value, out List<(IrInstruction, IrBlock)>? users))
                _users.Add(value, users = new List<(IrInstruction, IrBlock)>());
            users.Add((user, block));
        }
    }

    public IrBlock BlockOf(IrInstruction instruction) => _blocks[instruction];

    public IEnumerable<IrInstruction> Of(IrValue value) => _users.TryGetValue(value, out List<(IrInstruction User, IrBlock Block)>? users) ? users.Select(static u => u.User) : Enumerable.Empty<IrInstruction>();

    /// <summary>True if every way to the second runs through the first.</summary>
    public bool IsBefore(IrInstruction first, IrInstruction second)
    {
        (IrBlock from, IrBlock to) = (_blocks[first], _blocks[second]);
        return from == to ? from.Instructions.IndexOf(first) < from.Instructions.IndexOf(second) : _dominators.Dominates(from, to);
    }

    /// <summary>An estimate: somebody but these wants the value, and not only on the way to this place.</summary>
    public bool IsWantedBehind(IrValue value, IrInstruction place, ICollection<IrInstruction> but) => Of(value).Any(u => !but.Contains(u) && u != place && !IsBefore(u, place));
}
