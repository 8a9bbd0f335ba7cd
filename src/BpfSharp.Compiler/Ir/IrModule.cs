using System.Collections.Generic;

namespace BpfSharp.Compiler.Ir;

/// <summary>All that one program class (or one library's exported functions) needs, still generic. Free of positions: spans are numbers.</summary>
public sealed class IrModule
{
    /// <summary>C# full name of the program class; empty for a library.</summary>
    public string Name { get; set; } = "";

    public string License { get; set; } = "GPL";

    public Dictionary<string, IrTypeDefinition> Types { get; } = new(System.StringComparer.Ordinal);

    public Dictionary<string, IrFunction> Functions { get; } = new(System.StringComparer.Ordinal);

    /// <summary>By <see cref="IrHelper.Name"/>.</summary>
    public Dictionary<string, IrHelper> Helpers { get; } = new(System.StringComparer.Ordinal);

    /// <summary>Those that not every supported kernel has, by <see cref="IrContextField.Name"/>.</summary>
    public Dictionary<string, IrContextField> ContextFields { get; } = new(System.StringComparer.Ordinal);

    public List<IrMap> Maps { get; } = new();

    public List<IrGlobal> Globals { get; } = new();

    public List<IrProgram> Programs { get; } = new();

    /// <summary>Number of source spans in use; span numbers are 0 to this - 1. What they mean is in the front end's source map.</summary>
    public int Spans { get; set; }
}
