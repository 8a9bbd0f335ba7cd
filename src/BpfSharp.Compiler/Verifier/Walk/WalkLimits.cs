namespace BpfSharp.Compiler.Verifier.Walk;

/// <summary>Where the kernel gives up.</summary>
internal static class WalkLimits
{
    /// <summary><c>BPF_COMPLEXITY_LIMIT_INSNS</c>.</summary>
    public const int Instructions = 1_000_000;

    /// <summary><c>BPF_COMPLEXITY_LIMIT_JMP_SEQ</c>.</summary>
    public const int PendingBranches = 8192;

    /// <summary><c>MAX_BPF_STACK</c>.</summary>
    public const int StackBytes = 512;

    /// <summary><c>MAX_PACKET_OFF</c>.</summary>
    public const int PacketOffset = 0xffff;

    /// <summary><c>BPF_MAX_VAR_OFF</c>, <c>BPF_MAX_VAR_SIZ</c>.</summary>
    public const int VariableOffset = 1 << 29;
}
