using System;

namespace BpfSharp.Fuzz.Sources;

/// <param name="Failure">Null where all is as promised.</param>
/// <param name="Programs">Methods that were taken for programs.</param>
internal readonly record struct MutantResult(string? Failure, int Programs, TimeSpan Time);
