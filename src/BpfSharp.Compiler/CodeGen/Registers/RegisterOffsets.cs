using System.Collections.Generic;
using BpfSharp.Compiler.CodeGen.Machine;
using BpfSharp.Objects.Instructions;

namespace BpfSharp.Compiler.CodeGen.Registers;

/// <summary>Which machine registers hold the same number but for a constant, at the end of each block that one way leads to.</summary>
internal sealed class RegisterOffsets
{
    private readonly Dictionary<MachineBlock, Dictionary<int, (int Origin, long Offset)>> _atEnd = new();
    private readonly RegisterUses _uses = new();
    private int _origins;

    public RegisterOffsets(MachineFunction function)
    {
        List<MachineBlock> postorder = BlockGraph.Postorder(function);
        Dictionary<MachineBlock, List<MachineBlock>> predecessors = BlockGraph.Predecessors(function);
        for (int i = postorder.Count - 1; i >= 0; i--)
        {
            MachineBlock block = postorder[i];
            bool isContinued = predecessors[block].Count == 1 && _atEnd.ContainsKey(predecessors[block][0]) && i != postorder.Count - 1;
            Dictionary<int, (int, long)> state = isContinued ? new(_atEnd[predecessors[block][0]]) : new();
            foreach (MachineInstruction instruction in block.Instructions)
                Step(instruction, state);
            _atEnd.Add(block, state);
        }
    }

    /// <summary>Registers from which this one lies a constant away, with how far it lies behind them.</summary>
    public IEnumerable<(int Register, long Distance)> Behind(MachineBlock block, int register)
    {
        if (!_atEnd.TryGetValue(block, out Dictionary<int, (int Origin, long Offset)>? state) || !state.TryGetValue(register, out (int Origin, long Offset) place))
            yield break;
        foreach (KeyValuePair<int, (int Origin, long Offset)> other in state)
        {
            if (other.Key != register && other.Value.Origin == place.Origin)
                yield return (other.Key, place.Offset - other.Value.Offset);
        }
    }

    private void Step(MachineInstruction instruction, Dictionary<int, (int Origin, long Offset)> state)
    {
        if (instruction.IsMove)
        {
            if (!state.ContainsKey(instruction.Source))
                state[instruction.Source] = (_origins++, 0);
            state[instruction.Destination] = state[instruction.Source];
            return;
        }

        if (instruction is { Op: MachineOp.AluImmediate, Alu: BpfAluOp.Add, Wide: true })
        {
            if (state.TryGetValue(instruction.Destination, out (int Origin, long Offset) before))
                state[instruction.Destination] = (before.Origin, before.Offset + instruction.Immediate);
            return;
        }

        _uses.Set(instruction);
        for (int i = 0; i < _uses.WriteCount; i++)
            state.Remove(_uses.Written(i));
    }
}
