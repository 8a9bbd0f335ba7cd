using BpfSharp.Compiler.CodeGen.Machine;

namespace BpfSharp.Compiler.CodeGen.Layout;

/// <summary>Which blocks are turned, and of which of them an order of blocks has asked that, in turn: all others make no difference to it.</summary>
internal sealed class AskedTurns
{
    private readonly BlockSet _asked;
    private readonly int[] _blocks;
    private BlockSet _turned;

    /// <param name="count">One more than the highest block number.</param>
    public AskedTurns(int count)
    {
        (_asked, _turned) = (new BlockSet(count), new BlockSet(count));
        _blocks = new int[count];
    }

    /// <summary>Blocks that were asked for.</summary>
    public int Count { get; private set; }

    /// <summary>The number of one of them.</summary>
    public int this[int index] => _blocks[index];

    /// <summary>Begins anew.</summary>
    public void Reset(BlockSet turned)
    {
        _turned = turned;
        Count = 0;
        _asked.Clear();
    }

    public bool Ask(int block)
    {
        if (!_asked[block])
        {
            _asked[block] = true;
            _blocks[Count++] = block;
        }

        return _turned[block];
    }

    /// <summary>Which are turned, and which were asked for.</summary>
    public (BlockSet Turned, BlockSet Asked) Copy() => (_turned.Clone(), _asked.Clone());
}
