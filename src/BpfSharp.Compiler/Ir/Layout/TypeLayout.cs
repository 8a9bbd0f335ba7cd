using System.Collections.Generic;

namespace BpfSharp.Compiler.Ir.Layout;

/// <summary>Where the bytes of a closed type lie.</summary>
public sealed class TypeLayout
{
    public TypeLayout(int size, int alignment, IReadOnlyList<FieldLayout> fields)
    {
        Size = size;
        Alignment = alignment;
        Fields = fields;
    }

    public int Size { get; }

    public int Alignment { get; }

    /// <summary>In declaration order; empty for primitives and enums.</summary>
    public IReadOnlyList<FieldLayout> Fields { get; }

    public bool TryGetField(string name, out FieldLayout field)
    {
        foreach (FieldLayout candidate in Fields)
        {
            if (candidate.Name == name)
            {
                field = candidate;
                return true;
            }
        }

        field = default;
        return false;
    }
}
