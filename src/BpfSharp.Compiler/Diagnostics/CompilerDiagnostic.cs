using System;
using System.Collections.Generic;

namespace BpfSharp.Compiler.Diagnostics;

/// <summary>Something wrong with the user's program, found in front end or compiler.</summary>
/// <param name="Id">Row of <see cref="DiagnosticCatalog"/>.</param>
/// <param name="Span">Span number of the module's source map; -1: the program class itself.</param>
/// <param name="Arguments">For the message format.</param>
public sealed record CompilerDiagnostic(string Id, int Span, params string[] Arguments)
{
    /// <summary>Other places that explain the first (a cause inside a callee).</summary>
    public IReadOnlyList<int> RelatedSpans { get; init; } = Array.Empty<int>();
}
