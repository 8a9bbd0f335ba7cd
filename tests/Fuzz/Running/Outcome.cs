namespace BpfSharp.Fuzz.Running;

/// <summary>What became of one program.</summary>
/// <param name="Text">The difference, the verifier's words, or the exception.</param>
/// <param name="Packets">Up to the first difference.</param>
internal sealed record Outcome(OutcomeKind Kind, string Text, byte[][] Packets)
{
    public int Runs { get; init; }

    /// <summary>Of the runs, those on an interface with a packet of which not all was linear.</summary>
    public int Segments { get; init; }

    /// <summary>Runs that ended without a fault.</summary>
    public int Clean { get; init; }

    /// <summary>Instructions that the verifier walked; 0 where the program was not loaded.</summary>
    public uint Walked { get; init; }
}
