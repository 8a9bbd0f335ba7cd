using System.Collections.Generic;

namespace BpfSharp.Samples;

/// <summary>What a sample was started with.</summary>
/// <param name="Check">Whether nobody looks: no pauses for the eye.</param>
/// <param name="Sabotage">What to break on purpose, one of the sample's words; null: nothing.</param>
/// <param name="Configuration">The file that <c>--config</c> names; null: the sample's own.</param>
/// <param name="Files">Files to write, by the option that names them; null: not wanted.</param>
public sealed record SampleArguments(bool Check, string? Sabotage, string? Configuration, IReadOnlyDictionary<string, string?> Files);
