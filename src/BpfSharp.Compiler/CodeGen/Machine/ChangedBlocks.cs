namespace BpfSharp.Compiler.CodeGen.Machine;

/// <summary>
/// Of a walk over blocks from the last to the first, until nothing changes: which of them have to be looked at again, since something that they lead to has changed. Without loops
/// each is looked at once.
/// </summary>
internal sealed class ChangedBlocks
{
    private readonly int[] _walks;
    private readonly int[] _changes;
    private int _time;

    public ChangedBlocks(MachineFunction function)
    {
        _walks = new int[function.BlockCount];
        _changes = new int[function.BlockCount];
    }

    /// <summary>The block was not looked at since it, or what it leads to, has changed; it is taken for looked at from now on.</summary>
    public bool TryBegin(MachineBlock block)
    {
        int walk = _walks[block.Number];
        if (walk != 0 && !HasChanged(block.Taken, walk) && !HasChanged(block.Otherwise, walk))
            return false;
        _walks[block.Number] = ++_time;
        return true;
    }

    /// <summary>What others see of the block is no longer what it was.</summary>
    public void Change(MachineBlock block) => _changes[block.Number] = ++_time;

    private bool HasChanged(MachineBlock? block, int since) => block is not null && _changes[block.Number] > since;
}
