using Microsoft.CodeAnalysis;

namespace BpfSharp.Frontend.Gather;

/// <summary>A broken rule about a declaration (BPF2xxx), at its exact place.</summary>
/// <param name="Id">Row of the diagnostic catalog.</param>
/// <param name="Location">Where; holds a syntax tree, so it stays inside the transform.</param>
public sealed record GatheredDiagnostic(string Id, Location Location, params string[] Arguments);
