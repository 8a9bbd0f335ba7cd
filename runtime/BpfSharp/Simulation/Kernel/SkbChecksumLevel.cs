using BpfSharp.CompilerServices;

namespace BpfSharp.Simulation.Kernel;

/// <summary><c>bpf_csum_level</c> of <c>net/core/filter.c</c>.</summary>
internal static class SkbChecksumLevel
{
    private const int MaxLevel = 3; // SKB_MAX_CSUM_LEVEL

    public static int Change(SkbState state, ulong change)
    {
        switch (change)
        {
            case 0:
                return state.ChecksumLevel ?? -KernelError.Access;
            case 1:
                state.ChecksumLevel = state.ChecksumLevel is { } old ? int.Min(old + 1, MaxLevel) : 0;
                return 0;
            case 2:
                state.ChecksumLevel = state.ChecksumLevel is null or 0 ? null : state.ChecksumLevel - 1;
                return 0;
            case 3:
                state.ChecksumLevel = null;
                return 0;
            default:
                return -KernelError.Invalid;
        }
    }
}
