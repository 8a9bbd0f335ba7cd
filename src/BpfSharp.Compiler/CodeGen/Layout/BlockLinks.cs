using System.Collections.Generic;
using BpfSharp.Compiler.CodeGen.Machine;

namespace BpfSharp.Compiler.CodeGen.Layout;

/// <summary>Where the blocks of a function lead, by their numbers: many orders of them are looked at.</summary>
internal sealed class BlockLinks
{
    public const int None = -1;

    private readonly MachineBlock[] _blocks;

    public BlockLinks(MachineFunction function)
    {
        _blocks = new MachineBlock[function.BlockCount];
        Taken = new int[function.BlockCount];
        Otherwise = new int[function.BlockCount];
        IsCold = new bool[function.BlockCount];
        Entry = function.Blocks[0].Number;
        foreach (MachineBlock block in function.Blocks)
        {
            _blocks[block.Number] = block;
            Taken[block.Number] = block.Taken?.Number ?? None;
            Otherwise[block.Number] = block.Otherwise?.Number ?? None;
            IsCold[block.Number] = block.IsCold;
        }
    }

    public int Entry { get; }

    /// <summary>Where a jump goes, or a branch whose condition holds.</summary>
    public int[] Taken { get; }

    /// <summary>Where a branch goes whose condition does not hold.</summary>
    public int[] Otherwise { get; }

    public bool[] IsCold { get; }

    /// <summary>Puts blocks in that order, of which so many count.</summary>
    public void CopyTo(List<MachineBlock> blocks, int[] order, int count)
    {
        blocks.Clear();
        for (int i = 0; i < count; i++)
            blocks.Add(_blocks[order[i]]);
    }
}
