namespace BpfSharp.Compiler.Verifier.Code;

/// <summary>Stack slots of one frame, for one instruction: a bit each (<c>struct per_frame_masks</c>).</summary>
internal struct SlotMasks
{
    /// <summary>This instruction may read them.</summary>
    public ulong MayRead;

    /// <summary>This instruction writes them whole, on each way that was walked.</summary>
    public ulong MustWrite;

    /// <summary>So do this one and those behind it, taken together.</summary>
    public ulong MustWriteLater;

    /// <summary>May be read here or later, before they are written.</summary>
    public ulong LiveBefore;
}
