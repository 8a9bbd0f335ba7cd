using BpfSharp.Compiler.CodeGen.Machine;

namespace BpfSharp.Compiler.CodeGen.WalkOrder.Ways;

/// <summary>Which blocks are turned, and where jumps to the next instruction stand: by block number.</summary>
internal sealed class Arrangement
{
    /// <summary>That of the function as it is.</summary>
    public Arrangement(MachineFunction function, BlockShapes shapes)
    {
        Turned = new bool[function.BlockCount];
        Rests = new int[function.BlockCount];
        foreach (MachineBlock block in function.Blocks)
            (Turned[block.Number], Rests[block.Number]) = (block.IsTurned, shapes[block.Number].Rest);
    }

    public bool[] Turned { get; }

    public int[] Rests { get; }

    public void CopyTo(Arrangement other)
    {
        Turned.CopyTo(other.Turned, 0);
        Rests.CopyTo(other.Rests, 0);
    }
}
