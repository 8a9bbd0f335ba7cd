using System.Collections.Generic;

namespace BpfSharp.Objects.Btf;

/// <param name="Size">Bytes.</param>
public sealed record BtfStruct(int Size, bool IsUnion, IReadOnlyList<BtfMember> Members) : BtfType
{
    public bool Equals(BtfStruct? other) =>
        other is not null && Name == other.Name && Size == other.Size && IsUnion == other.IsUnion && Sequence.Equal(Members, other.Members);

    public override int GetHashCode() => Sequence.Hash(Members, unchecked((Name.GetHashCode() * 31 + Size) * 2 + (IsUnion ? 1 : 0)));
}

/// <param name="Offset">Bits from the start of the struct.</param>
/// <param name="BitSize">Bits of a bit field; 0: no bit field.</param>
public readonly record struct BtfMember(string Name, int TypeId, int Offset, int BitSize = 0);
