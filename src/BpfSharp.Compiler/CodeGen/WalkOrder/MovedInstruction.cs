using BpfSharp.Compiler.CodeGen.Machine;

namespace BpfSharp.Compiler.CodeGen.WalkOrder;

/// <summary>An instruction stands at the end of an earlier block.</summary>
internal sealed class MovedInstruction : Rearrangement
{
    private readonly int _index;

    public MovedInstruction(MachineBlock from, int index, MachineBlock to)
    {
        (From, _index, To) = (from, index, to);
        to.Instructions.Add(from.Instructions[index]);
        from.Instructions.RemoveAt(index);
    }

    public MachineBlock From { get; }

    public MachineBlock To { get; }

    public override void Undo()
    {
        int last = To.Instructions.Count - 1;
        From.Instructions.Insert(_index, To.Instructions[last]);
        To.Instructions.RemoveAt(last);
    }
}
