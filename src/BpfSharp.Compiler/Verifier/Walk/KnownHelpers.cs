namespace BpfSharp.Compiler.Verifier.Walk;

/// <summary>Helpers that the verifier itself treats in a way of their own (<c>enum bpf_func_id</c>).</summary>
internal static class KnownHelpers
{
    public const int MapLookup = 1;
    public const int ProcessorId = 8;
    public const int TailCall = 12;
    public const int SpinLock = 93;
    public const int SpinUnlock = 94;
    public const int ForEachMapElement = 164;
    public const int TimerSetCallback = 170;
    public const int Loop = 181;
    public const int DynptrWrite = 202;
    public const int UserRingBufferDrain = 209;

    /// <summary>Arguments of <see cref="TimerSetCallback"/>; what stands behind them is for the compiler.</summary>
    public const int TimerArguments = 2;

    private const int FindVma = 180;

    /// <summary>Calls a function back before it returns (<c>is_sync_callback_calling_function</c>).</summary>
    public static bool CallsBack(int helper) => helper is ForEachMapElement or Loop or FindVma or UserRingBufferDrain;

    /// <summary>Is not modelled.</summary>
    public static bool IsForeign(int helper) => helper is FindVma;
}
