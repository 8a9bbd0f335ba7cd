using System.Collections.Generic;
using BpfSharp.Compiler.Ir;

namespace BpfSharp.Compiler.Passes.Link;

/// <summary>Finds what a name means: in the module first, then in the libraries in their order.</summary>
public sealed class SymbolTable
{
    private readonly List<IrModule> _modules = new();

    public SymbolTable(IrModule module, IReadOnlyList<IrModule> libraries)
    {
        _modules.Add(module);
        _modules.AddRange(libraries);
    }

    public IrFunction? Function(string name) => Find(name, static m => m.Functions);

    public IrTypeDefinition? Type(string name) => Find(name, static m => m.Types);

    public IrHelper? Helper(string name) => Find(name, static m => m.Helpers);

    public IrContextField? ContextField(string name) => Find(name, static m => m.ContextFields);

    public IrGlobal? Global(string name)
    {
        foreach (IrModule module in _modules)
        {
            if (module.Globals.Find(g => g.Name == name) is { } found)
                return found;
        }

        return null;
    }

    private T? Find<T>(string name, System.Func<IrModule, Dictionary<string, T>> table)
        where T : class
    {
        foreach (IrModule module in _modules)
        {
            if (table(module).TryGetValue(name, out T? found))
                return found;
        }

        return null;
    }
}
