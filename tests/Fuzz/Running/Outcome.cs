namespace BpfSharp.Fuzz.Running;

/// <summary>What became of one program.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">The difference, the verifier's words, or the exception.</param>
/// <param name="Packets">Up to the first difference.</param>
internal sealed record Outcome(OutcomeKind Kind, string Text, byte[][] Packets)
{
    public static Outcome Equal { get; } = new(OutcomeKind.Equal, "", []);
}
