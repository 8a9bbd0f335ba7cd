using BpfSharp.Compiler.CodeGen.Machine;

namespace BpfSharp.Compiler.CodeGen.WalkOrder;

/// <summary>An instruction stands at the end of an earlier block.</summary>
internal sealed class MovedInstruction : Rearrangement
{
    private readonly MachineBlock _from;
    private readonly MachineBlock _to;
    private readonly int _index;

    public MovedInstruction(MachineBlock from, int index, MachineBlock to)
    {
        (_from, _index, _to) = (from, index, to);
        to.Instructions.Add(from.Instructions[index]);
        from.Instructions.RemoveAt(index);
    }

    public override void Undo()
    {
        int last = _to.Instructions.Count - 1;
        _from.Instructions.Insert(_index, _to.Instructions[last]);
        _to.Instructions.RemoveAt(last);
    }
}
