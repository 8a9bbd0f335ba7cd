using System.Collections.Generic;

namespace BpfSharp.Objects.Btf;

/// <summary>An ordered set of BTF types; adding an equal type gives the id that it already has.</summary>
public sealed class BtfTypes
{
    private readonly List<BtfType> _types = new();

    /// <summary>Types by id - 1.</summary>
    public IReadOnlyList<BtfType> All => _types;

    public BtfType this[int id] => _types[id - 1];

    /// <summary>Appends without looking for an equal type (recursive types, readers).</summary>
    public int Append(BtfType type)
    {
        _types.Add(type);
        return _types.Count;
    }

    /// <summary>Replaces a type that was appended as a placeholder.</summary>
    public void Replace(int id, BtfType type) => _types[id - 1] = type;
}
