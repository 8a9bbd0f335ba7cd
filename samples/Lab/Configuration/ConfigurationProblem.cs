namespace BpfSharp.Samples;

/// <summary>What is wrong with a configuration.</summary>
/// <param name="Line">The line, from 1.</param>
/// <param name="Reason">What to do about it.</param>
public sealed record ConfigurationProblem(int Line, string Reason)
{
    public override string ToString() => $"line {Line}: {Reason}";
}
