using System;
using System.Collections.Generic;
using System.Linq;
using BpfSharp.Compiler.Ir;

namespace BpfSharp.Frontend;

/// <summary>Function bodies of the referenced assemblies.</summary>
public sealed class LibraryBodies
{
    private readonly HashSet<string> _functions = new(StringComparer.Ordinal);
    private readonly HashSet<string> _globals;

    internal LibraryBodies(IReadOnlyList<IrModule> modules, IReadOnlyDictionary<string, string> unreadable)
    {
        Modules = modules;
        Unreadable = unreadable;
        _globals = new HashSet<string>(modules.SelectMany(static m => m.Globals).Select(static g => g.Name), StringComparer.Ordinal);
        foreach (IrFunction function in modules.SelectMany(static m => m.Functions.Values))
        {
            _functions.Add(function.Name);
            foreach (IrInstruction call in function.Blocks.SelectMany(static b => b.Instructions).Where(static i => i.Op == IrOp.CallConstrained))
                Constrained.Add(call.Symbol!);
        }
    }

    internal static LibraryBodies None { get; } = new(Array.Empty<IrModule>(), new Dictionary<string, string>());

    public IReadOnlyList<IrModule> Modules { get; }

    /// <summary>Assemblies whose bodies are of another format or damaged, and why: calls of their functions are refused.</summary>
    public IReadOnlyDictionary<string, string> Unreadable { get; }

    internal HashSet<string> Constrained { get; } = new(StringComparer.Ordinal);

    internal bool Contains(string function) => _functions.Contains(function);

    internal bool ContainsGlobal(string name) => _globals.Contains(name);

    internal IrFunction? Find(string function) =>
        _functions.Contains(function) ? Modules.Select(m => m.Functions.TryGetValue(function, out IrFunction? body) ? body : null).First(static f => f is not null) : null;
}
