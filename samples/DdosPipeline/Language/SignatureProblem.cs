namespace DdosPipeline.Language;

/// <summary>What is wrong with a signature file.</summary>
/// <param name="Line">The line, from 1.</param>
/// <param name="Column">The character in the line, from 1.</param>
/// <param name="Reason">What to do about it.</param>
public sealed record SignatureProblem(int Line, int Column, string Reason)
{
    public override string ToString() => $"line {Line}, column {Column}: {Reason}";
}
