using BpfSharp.Compiler.Verifier.States;

namespace BpfSharp.Compiler.Verifier.Walk;

/// <summary>A kept state (<c>struct bpf_verifier_state_list</c>): one that doesn't help is dropped.</summary>
internal sealed class Checkpoint(WalkState state)
{
    public WalkState State { get; } = state;

    public int Hits { get; set; }

    public int Misses { get; set; }
}
