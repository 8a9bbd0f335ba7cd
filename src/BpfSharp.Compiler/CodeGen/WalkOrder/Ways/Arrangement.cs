using BpfSharp.Compiler.CodeGen.Machine;

namespace BpfSharp.Compiler.CodeGen.WalkOrder.Ways;

/// <summary>Which blocks are turned, and where jumps to the next instruction stand: by block number.</summary>
internal sealed class Arrangement
{
    /// <summary>That of the function as it is.</summary>
    public Arrangement(MachineFunction function, BlockShapes shapes)
    {
        Turned = new BlockSet(function.BlockCount);
        foreach (MachineBlock block in function.Blocks)
            Turned[block.Number] = block.IsTurned;
        Rests = (int[])shapes.Rests.Clone();
    }

    private Arrangement(Arrangement other)
    {
        Turned = other.Turned.Clone();
        Rests = (int[])other.Rests.Clone();
    }

    public BlockSet Turned { get; }

    public int[] Rests { get; }

    public Arrangement Clone() => new(this);

    public void CopyTo(Arrangement other)
    {
        Turned.CopyTo(other.Turned);
        Rests.CopyTo(other.Rests, 0);
    }
}
