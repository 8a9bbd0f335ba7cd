using System;
using System.Collections.Generic;
using BpfSharp.Loader.Btf;
using BpfSharp.Loader.Maps;
using BpfSharp.Loader.Programs;

namespace BpfSharp.Loader;

/// <summary>What an object has in the kernel: types, maps by name (data sections too), programs by name.</summary>
internal sealed class LoadedParts : IDisposable
{
    private readonly List<IDisposable> _order = [];

    public Dictionary<string, KernelMap> Maps { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, KernelProgram> Programs { get; } = new(StringComparer.Ordinal);

    public string TypesNote { get; private set; } = "";

    public void Add(LoadedTypes types)
    {
        _order.Add(types);
        TypesNote = types.Note;
    }

    public void Add(KernelMap map)
    {
        _order.Add(map);
        Maps.Add(map.Name, map);
    }

    public void Add(KernelProgram program)
    {
        _order.Add(program);
        if (program.Note.Length > 0)
            TypesNote = TypesNote.Length > 0 ? $"{TypesNote} {program.Note}" : program.Note;
        Programs.Add(program.Name, program);
    }

    public void Dispose() => Disposal.All(_order);
}
