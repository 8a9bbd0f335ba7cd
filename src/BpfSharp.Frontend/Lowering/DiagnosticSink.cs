using System.Collections.Generic;
using BpfSharp.Compiler.Diagnostics;

namespace BpfSharp.Frontend.Lowering;

/// <summary>Collects diagnostics, each once at a place.</summary>
internal sealed class DiagnosticSink
{
    private readonly HashSet<(string Id, int Span)> _seen = new();
    private readonly List<CompilerDiagnostic> _diagnostics = new();

    public IReadOnlyList<CompilerDiagnostic> Diagnostics => _diagnostics;

    /// <summary>Grows when something is refused: what depends on it then says nothing more.</summary>
    public int Count { get; private set; }

    public void Report(string id, int span, params string[] arguments)
    {
        if (!_seen.Add((id, span)))
            return;
        Count++;
        _diagnostics.Add(new CompilerDiagnostic(id, span, arguments));
    }

    /// <summary>Refuses without a word: enough was said.</summary>
    public void Hush() => Count++;
}
