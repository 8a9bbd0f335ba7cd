using System.Collections.Generic;

namespace BpfSharp.Compiler.Verifier.States;

/// <summary>States that are not needed any more: a walk copies states all the time, and would spend half of its time on memory otherwise.</summary>
internal sealed class StatePool
{
    private readonly Stack<WalkState> _free = new();

    public WalkState Copy(WalkState state) => state.CopyTo(_free.Count == 0 ? new WalkState() : _free.Pop());

    /// <summary>Nobody refers to the state any more.</summary>
    public void Release(WalkState state) => _free.Push(state);
}
