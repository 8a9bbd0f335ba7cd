using BpfSharp.CompilerServices;

namespace BpfSharp;

public static partial class Bpf
{
    /// <summary>Most rounds of <c>Loop</c> (<c>BPF_MAX_LOOPS</c>).</summary>
    public const uint MaxLoopRounds = 8 * 1024 * 1024;

    /// <summary>Calls a function again and again (<c>bpf_loop</c>, Linux 5.17): however many rounds, the verifier looks at it once.</summary>
    /// <param name="count">Rounds, at most <see cref="MaxLoopRounds"/>.</param>
    /// <param name="body">A lambda, local function or static method. A fault in it ends the program.</param>
    /// <returns>Rounds that were run, or <c>-E2BIG</c> (-7) where <paramref name="count"/> is too large.</returns>
    [BpfHelper(181, Name = "bpf_loop", Since = "5.17")]
    public static int Loop(uint count, [BpfArgument(BpfArgumentKind.Callback)] LoopStep body)
    {
        if (count > MaxLoopRounds)
            return -KernelError.TooBig;
        for (uint round = 0; round < count; round++)
            body(round);
        return (int)count;
    }

    /// <summary>Calls a function again and again (<c>bpf_loop</c>, Linux 5.17): however many rounds, the verifier looks at it once.</summary>
    /// <param name="count">Rounds, at most <see cref="MaxLoopRounds"/>.</param>
    /// <param name="body">A lambda, local function or static method; it says whether to go on. A fault in it ends the program.</param>
    /// <returns>Rounds that were run, or <c>-E2BIG</c> (-7) where <paramref name="count"/> is too large.</returns>
    [BpfHelper(181, Name = "bpf_loop", Since = "5.17")]
    public static int Loop(uint count, [BpfArgument(BpfArgumentKind.Callback)] LoopCondition body)
    {
        if (count > MaxLoopRounds)
            return -KernelError.TooBig;
        for (uint round = 0; round < count; round++)
        {
            if (!body(round))
                return (int)round + 1;
        }

        return (int)count;
    }

    /// <summary>Calls a function again and again (<c>bpf_loop</c>, Linux 5.17): however many rounds, the verifier looks at it once.</summary>
    /// <typeparam name="TState">A variable that the function changes.</typeparam>
    /// <param name="count">Rounds, at most <see cref="MaxLoopRounds"/>.</param>
    /// <param name="state">The variable.</param>
    /// <param name="body">A lambda, local function or static method. A fault in it ends the program.</param>
    /// <returns>Rounds that were run, or <c>-E2BIG</c> (-7) where <paramref name="count"/> is too large.</returns>
    [BpfHelper(181, Name = "bpf_loop", Since = "5.17")]
    public static int Loop<TState>(uint count, [BpfArgument(BpfArgumentKind.Environment)] ref TState state, [BpfArgument(BpfArgumentKind.Callback)] LoopStep<TState> body)
        where TState : unmanaged
    {
        if (count > MaxLoopRounds)
            return -KernelError.TooBig;
        for (uint round = 0; round < count; round++)
            body(round, ref state);
        return (int)count;
    }

    /// <summary>Calls a function again and again (<c>bpf_loop</c>, Linux 5.17): however many rounds, the verifier looks at it once.</summary>
    /// <typeparam name="TState">A variable that the function changes.</typeparam>
    /// <param name="count">Rounds, at most <see cref="MaxLoopRounds"/>.</param>
    /// <param name="state">The variable.</param>
    /// <param name="body">A lambda, local function or static method; it says whether to go on. A fault in it ends the program.</param>
    /// <returns>Rounds that were run, or <c>-E2BIG</c> (-7) where <paramref name="count"/> is too large.</returns>
    [BpfHelper(181, Name = "bpf_loop", Since = "5.17")]
    public static int Loop<TState>(uint count, [BpfArgument(BpfArgumentKind.Environment)] ref TState state, [BpfArgument(BpfArgumentKind.Callback)] LoopCondition<TState> body)
        where TState : unmanaged
    {
        if (count > MaxLoopRounds)
            return -KernelError.TooBig;
        for (uint round = 0; round < count; round++)
        {
            if (!body(round, ref state))
                return (int)round + 1;
        }

        return (int)count;
    }
}
