using System;
using System.Collections.Generic;

namespace BpfSharp.Objects.Btf;

/// <summary>An ordered set of BTF types; adding an equal type gives the id that it already has.</summary>
public sealed class BtfTypes
{
    // A type's size goes through at most this many arrays, typedefs and qualifiers: the kernel's MAX_RESOLVE_DEPTH.
    private const int MaxDepth = 32;

    private readonly List<BtfType> _types = new();
    private readonly Dictionary<BtfType, int> _ids = new();

    // How many types _ids knows. Readers and copies never look for an equal type, so they don't pay for the hashes.
    private int _indexed;

    /// <summary>Types by id - 1.</summary>
    public IReadOnlyList<BtfType> All => _types;

    public BtfType this[int id] => _types[id - 1];

    /// <summary>The type with an id, or null for void and ids that there are none of.</summary>
    public BtfType? Get(int id) => id > 0 && id <= _types.Count ? _types[id - 1] : null;

    /// <summary>Id of the type behind typedefs and qualifiers; 0 where they never end.</summary>
    public int Unqualified(int id)
    {
        for (int depth = 0; depth < MaxDepth; depth++)
        {
            int next = Get(id) switch
            {
                BtfTypedef type => type.TypeId,
                BtfQualifier type => type.TypeId,
                _ => -1,
            };
            if (next < 0)
                return id;
            id = next;
        }

        return 0;
    }

    /// <summary>Id of an equal type, or of this one, appended.</summary>
    public int Add(BtfType type)
    {
        IndexAll();
        return _ids.TryGetValue(type, out int id) ? id : Append(type);
    }

    /// <summary>Appends without looking for an equal type (recursive types, readers).</summary>
    public int Append(BtfType type)
    {
        _types.Add(type);
        return _types.Count;
    }

    /// <summary>Replaces a type that was appended as a placeholder.</summary>
    public void Replace(int id, BtfType type)
    {
        IndexAll();
        BtfType old = _types[id - 1];
        if (_ids.TryGetValue(old, out int known) && known == id)
            _ids.Remove(old);
        _types[id - 1] = type;
        Index(type, id);
    }

    /// <summary>Bytes of a value of the type, or null where it has none: void, functions, sections, forward declarations, an endless chain.</summary>
    public long? SizeOf(int id)
    {
        long count = 1;
        for (int depth = 0; depth < MaxDepth && id > 0 && id <= _types.Count; depth++)
        {
            switch (_types[id - 1])
            {
                case BtfInt type: return Product(count, type.Size);
                case BtfFloat type: return Product(count, type.Size);
                case BtfEnum type: return Product(count, type.Size);
                case BtfStruct type: return Product(count, type.Size);
                case BtfPointer: return Product(count, 8);
                case BtfArray type:
                    if (Product(count, type.Count) is not { } elements)
                        return null;
                    count = elements;
                    id = type.ElementTypeId;
                    break;
                case BtfTypedef type: id = type.TypeId; break;
                case BtfQualifier type: id = type.TypeId; break;
                case BtfVariable type: id = type.TypeId; break;
                default: return null;
            }
        }

        return null;
    }

    /// <summary>The first types of this set, as a set of their own.</summary>
    public BtfTypes Take(int count)
    {
        var taken = new BtfTypes();
        taken._types.AddRange(count < _types.Count ? _types.GetRange(0, count) : _types);
        return taken;
    }

    private void IndexAll()
    {
        while (_indexed < _types.Count)
        {
            BtfType type = _types[_indexed++];
            Index(type, _indexed);
        }
    }

    private void Index(BtfType type, int id)
    {
        if (!_ids.ContainsKey(type))
            _ids.Add(type, id);
    }

    private static long? Product(long left, long right)
    {
        // Nothing in BPF is larger than 4 GiB; the limit keeps the products of nested arrays from wrapping around.
        const long Limit = uint.MaxValue;
        return right == 0 || left <= Limit / right ? left * right : null;
    }
}
