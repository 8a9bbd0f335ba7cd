using System.Collections.Generic;

namespace BpfSharp.Compiler.Safety;

/// <summary>A loop, as far as a message about the verifier's work needs it.</summary>
/// <param name="Span">Of the loop.</param>
/// <param name="Rounds">How often it runs at most; null: nobody knows.</param>
/// <param name="Spans">Of what is in it, and in no loop inside.</param>
internal sealed record LoopPlace(int Span, long? Rounds, HashSet<int> Spans);
