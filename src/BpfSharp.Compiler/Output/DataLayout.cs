using System;
using System.Collections.Generic;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Ir.Layout;

namespace BpfSharp.Compiler.Output;

/// <summary>Where each global and load-time constant of a module lies: what code generation addresses and what the object holds.</summary>
public sealed class DataLayout
{
    /// <summary>Load-time constants.</summary>
    public const string ReadOnly = ".rodata";

    /// <summary>Globals with an initial value.</summary>
    public const string Initialised = ".data";

    /// <summary>Globals that start as zeros.</summary>
    public const string Zeroed = ".bss";

    private readonly Dictionary<string, DataPlacement> _byName = new(StringComparer.Ordinal);

    public DataLayout(IrModule module)
    {
        var layouts = new LayoutCalculator(module);
        var ends = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (IrGlobal global in module.Globals)
        {
            string section = global.IsConstant ? ReadOnly : global.Initial is null ? Zeroed : Initialised;
            TypeLayout layout = layouts.Get(global.Type);
            ends.TryGetValue(section, out int end);
            int offset = (end + layout.Alignment - 1) / layout.Alignment * layout.Alignment;
            ends[section] = offset + layout.Size;
            var placement = new DataPlacement(global, section, offset, layout.Size);
            _byName.Add(global.Name, placement);
            Placements.Add(placement);
        }
    }

    /// <summary>In declaration order; offsets rise within a section.</summary>
    public List<DataPlacement> Placements { get; } = new();

    /// <summary>Place of a global by its C# name.</summary>
    public DataPlacement this[string name] => _byName[name];
}

/// <param name="Offset">Bytes from the start of the section.</param>
public readonly record struct DataPlacement(IrGlobal Global, string Section, int Offset, int Size);
