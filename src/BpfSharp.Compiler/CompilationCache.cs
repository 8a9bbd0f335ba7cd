using System;
using System.Collections.Generic;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using System.Threading;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Output;

namespace BpfSharp.Compiler;

/// <summary>
/// Remembers what was compiled lately, by the IR's text: it names positions by number only, so typing a comment compiles nothing.
/// Shared by generator and analyzers of one process; keeps the last few dozen program classes.
/// </summary>
public static class CompilationCache
{
    private const int Capacity = 64;

    private static readonly object s_lock = new();
    private static readonly Dictionary<string, LinkedListNode<KeyValuePair<string, CompilationResult>>> s_entries = new(StringComparer.Ordinal);
    private static readonly LinkedList<KeyValuePair<string, CompilationResult>> s_byUse = new();

    // A library's module lives as long as the reference that it was decoded from; its text is long, so only a digest is kept.
    private static readonly ConditionalWeakTable<IrModule, string> s_digests = new();

    /// <summary>The result for this IR, remembered or computed now. Modules given here are not changed afterwards.</summary>
    public static CompilationResult GetOrCompile(IrModule module, IReadOnlyList<IrModule> libraries, CompilerOptions options, CancellationToken cancellation = default)
    {
        string key = Key(module, libraries, options);
        if (TryGet(key) is { } known)
            return known;
        CompilationResult result = BpfCompiler.Compile(module, libraries, options, cancellation);
        Add(key, result);
        return result;
    }

    private static string Key(IrModule module, IReadOnlyList<IrModule> libraries, CompilerOptions options)
    {
        var key = new StringBuilder();
        key.Append(options.TargetKernel).Append(options.VerifyPasses ? " verified" : "").Append(options.Hooks?.Key).Append('\n');
        foreach (IrModule library in libraries)
            key.Append(s_digests.GetValue(library, Digest)).Append('\n');
        return key.Append(IrPrinter.Print(module)).ToString();
    }

    private static string Digest(IrModule library)
    {
        using var sha = SHA256.Create();
        byte[] hash = sha.ComputeHash(Encoding.UTF8.GetBytes(IrPrinter.Print(library)));
        var text = new StringBuilder(hash.Length * 2);
        foreach (byte b in hash)
            text.Append(b.ToString("x2", CultureInfo.InvariantCulture));
        return text.ToString();
    }

    private static CompilationResult? TryGet(string key)
    {
        lock (s_lock)
        {
            if (!s_entries.TryGetValue(key, out LinkedListNode<KeyValuePair<string, CompilationResult>>? node))
                return null;
            s_byUse.Remove(node);
            s_byUse.AddFirst(node);
            return node.Value.Value;
        }
    }

    private static void Add(string key, CompilationResult result)
    {
        lock (s_lock)
        {
            if (s_entries.ContainsKey(key))
                return;
            s_entries.Add(key, s_byUse.AddFirst(new KeyValuePair<string, CompilationResult>(key, result)));
            if (s_entries.Count <= Capacity)
                return;
            s_entries.Remove(s_byUse.Last!.Value.Key);
            s_byUse.RemoveLast();
        }
    }
}
