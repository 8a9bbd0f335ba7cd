using System;
using System.Collections.Generic;
using System.Linq;
using BpfSharp.Compiler.Ir;
using BpfSharp.Frontend.Library;

namespace BpfSharp.Frontend;

/// <summary>Function bodies of the referenced assemblies.</summary>
public sealed class LibraryBodies
{
    private readonly IReadOnlyList<LibraryModule> _modules;

    internal LibraryBodies(IReadOnlyList<LibraryModule> modules, IReadOnlyDictionary<string, string> unreadable)
    {
        _modules = modules;
        Modules = modules.Select(static m => m.Module).ToArray();
        Unreadable = unreadable;
    }

    internal static LibraryBodies None { get; } = new(Array.Empty<LibraryModule>(), new Dictionary<string, string>());

    public IReadOnlyList<IrModule> Modules { get; }

    /// <summary>Assemblies whose bodies are of another format or damaged, and why: calls of their functions are refused.</summary>
    public IReadOnlyDictionary<string, string> Unreadable { get; }

    internal bool CallsConstrained(string member)
    {
        foreach (LibraryModule module in _modules)
        {
            if (module.Constrained.Contains(member))
                return true;
        }

        return false;
    }

    internal bool Contains(string function) => Find(function) is not null;

    internal bool ContainsGlobal(string name) => _modules.Any(m => m.ContainsGlobal(name));

    internal IrFunction? Find(string function)
    {
        foreach (LibraryModule module in _modules)
        {
            if (module.Find(function) is { } found)
                return found;
        }

        return null;
    }
}
