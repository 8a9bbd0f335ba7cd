using System.Collections.Generic;
using System.Linq;
using System.Threading;
using BpfSharp.Compiler;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Output;

namespace BpfSharp.Frontend.Gather;

/// <summary>
/// Results of recent compilations by what they were made of: position-free IR, library bodies, options. An edit that only moves a program, and an analyzer that asks
/// what the generator has asked, compile nothing. Results are shared: nobody changes them.
/// </summary>
public static class CompilationMemo
{
    // A solution's program classes that are edited at a time; each result is some tens of kilobytes.
    private const int Capacity = 64;

    private static readonly object s_lock = new();
    private static readonly Dictionary<Key, LinkedListNode<Entry>> s_results = new();
    private static readonly LinkedList<Entry> s_recent = new();

    /// <param name="code">Text of <paramref name="module"/>, as <see cref="IrPrinter"/> writes it with spans.</param>
    public static CompilationResult Compile(string code, IrModule module, EquatableArray<LibraryBodies> libraries, CompilerOptions options, CancellationToken cancellation)
    {
        var key = new Key(code, libraries, options);
        lock (s_lock)
        {
            if (s_results.TryGetValue(key, out LinkedListNode<Entry>? known))
            {
                s_recent.Remove(known);
                s_recent.AddFirst(known);
                return known.Value.Result;
            }
        }

        CompilationResult result = BpfCompiler.Compile(module, libraries.Select(static l => l.Module).ToArray(), options, cancellation);
        lock (s_lock)
        {
            if (!s_results.ContainsKey(key))
                s_results.Add(key, s_recent.AddFirst(new Entry(key, result)));
            if (s_recent.Count > Capacity)
            {
                s_results.Remove(s_recent.Last!.Value.Key);
                s_recent.RemoveLast();
            }
        }

        return result;
    }

    private readonly record struct Key(string Code, EquatableArray<LibraryBodies> Libraries, CompilerOptions Options);

    private sealed record Entry(Key Key, CompilationResult Result);
}
