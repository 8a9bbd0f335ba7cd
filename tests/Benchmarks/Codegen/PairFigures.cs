namespace BpfSharp.Benchmarks.Codegen;

/// <summary>Both sides of one pair, measured in turns.</summary>
/// <param name="Cpu">clang's <c>-mcpu</c> that came out better.</param>
/// <param name="TimeRatio">Median of the rounds' ratios, ours over theirs, with its 95% interval.</param>
internal sealed record PairFigures(string Name, string Cpu, SideFigures Ours, SideFigures Theirs, double TimeRatio, double TimeLow, double TimeHigh)
{
    public double SlotRatio => (double)Ours.Slots / Theirs.Slots;

    public double ProcessedRatio => (double)Ours.Processed / Theirs.Processed;

    public double JitedRatio => (double)Ours.Jited / Theirs.Jited;

    public double LoadRatio => Ours.LoadMicroseconds / Theirs.LoadMicroseconds;
}
