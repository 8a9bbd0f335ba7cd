using System.Collections.Generic;

namespace BpfSharp.Objects.Btf;

/// <summary>Section of variables, sorted by offset.</summary>
public sealed record BtfDataSection(int Size, IReadOnlyList<BtfSectionVariable> Variables) : BtfType
{
    public bool Equals(BtfDataSection? other) =>
        other is not null && Name == other.Name && Size == other.Size && Sequence.Equal(Variables, other.Variables);

    public override int GetHashCode() => Sequence.Hash(Variables, unchecked(Name.GetHashCode() * 31 + Size));
}

/// <param name="TypeId">A <see cref="BtfVariable"/>.</param>
public readonly record struct BtfSectionVariable(int TypeId, int Offset, int Size);
