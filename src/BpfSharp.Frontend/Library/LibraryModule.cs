using System;
using System.Collections.Generic;
using System.Linq;
using BpfSharp.Compiler.Ir;

namespace BpfSharp.Frontend.Library;

/// <summary>Bodies of one assembly, and what is looked up in them. It lives as long as its reference: a keystroke walks no bodies.</summary>
internal sealed class LibraryModule
{
    private readonly HashSet<string> _globals;

    public LibraryModule(IrModule module)
    {
        Module = module;
        _globals = new HashSet<string>(module.Globals.Select(static g => g.Name), StringComparer.Ordinal);
        Constrained = new HashSet<string>(
            module.Functions.Values.SelectMany(static f => f.Blocks).SelectMany(static b => b.Instructions).Where(static i => i.Op == IrOp.CallConstrained).Select(static i => i.Symbol!),
            StringComparer.Ordinal);
    }

    public IrModule Module { get; }

    /// <summary>Members of type parameters that its functions call.</summary>
    public HashSet<string> Constrained { get; }

    public IrFunction? Find(string function) => Module.Functions.TryGetValue(function, out IrFunction? body) ? body : null;

    public bool ContainsGlobal(string name) => _globals.Contains(name);
}
