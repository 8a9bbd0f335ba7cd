namespace BpfSharp.Compiler.CodeGen.Layout;

/// <summary>Numbers of blocks that wait for their place, from the next to the last.</summary>
internal sealed class WaitingBlocks
{
    private readonly int[] _blocks;
    private int _first;
    private int _end;

    /// <param name="count">Blocks of the function: each adds two at most.</param>
    public WaitingBlocks(int count)
    {
        _blocks = new int[count * 4];
        Clear();
    }

    public bool IsEmpty => _first == _end;

    public void Clear() => _first = _end = _blocks.Length / 2;

    public void AddFirst(int block) => _blocks[--_first] = block;

    public void AddLast(int block) => _blocks[_end++] = block;

    public int TakeFirst() => _blocks[_first++];

    public int TakeLast() => _blocks[--_end];
}
