using BpfSharp.Compiler.Verifier.States;

namespace BpfSharp.Compiler.Verifier.Code;

/// <summary>What a function does to the stack, called in one chain of calls (<c>struct func_instance</c>).</summary>
internal sealed class FunctionInstance
{
    /// <param name="callSites">Slots of the calls that lead here, from the main function on.</param>
    /// <param name="outer">The instance of the caller; null: the main function.</param>
    public FunctionInstance(int[] callSites, int start, int length, FunctionInstance? outer)
    {
        CallSites = callSites;
        Start = start;
        Outer = outer;
        IsSeen = new bool[length];
    }

    public int[] CallSites { get; }

    public int Start { get; }

    public FunctionInstance? Outer { get; }

    public int Depth => CallSites.Length;

    /// <summary>Per frame, per slot of the function; made when there is something to note.</summary>
    public SlotMasks[]?[] Frames { get; } = new SlotMasks[WalkState.MaxFrames][];

    /// <summary>Instructions whose writes are noted.</summary>
    public bool[] IsSeen { get; }

    /// <summary>Something was noted since liveness was computed.</summary>
    public bool IsChanged { get; set; }

    /// <summary>A write is not done on every way, as was thought.</summary>
    public bool HasLostWrites { get; set; }

    public SlotMasks[] MasksOf(int frame) => Frames[frame] ??= new SlotMasks[IsSeen.Length];
}
