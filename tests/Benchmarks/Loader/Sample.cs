namespace BpfSharp.Benchmarks.Loader;

/// <summary>One measurement.</summary>
/// <param name="Sum">Of all payload words that were read: both sides have to see the same.</param>
internal readonly record struct Sample(double Nanoseconds, ulong Sum);
