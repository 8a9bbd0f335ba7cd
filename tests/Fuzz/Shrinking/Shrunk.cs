namespace BpfSharp.Fuzz.Shrinking;

/// <param name="Text">A self-contained file.</param>
/// <param name="Seed">Of the maps' contents.</param>
/// <param name="Tried">How many programs were compiled on the way.</param>
internal sealed record Shrunk(string Text, byte[][] Packets, int Seed, int Tried);
