using System.Collections.Generic;

namespace BpfSharp.Objects.Btf;

/// <param name="Size">Bytes: 1, 2, 4 or 8. 8 bytes are <c>BTF_KIND_ENUM64</c>, known from kernel 6.0 on.</param>
/// <param name="IsSigned">Written as the kind flag, which kernels before 6.0 refuse: a loader clears it there.</param>
public sealed record BtfEnum(int Size, bool IsSigned, IReadOnlyList<BtfEnumValue> Values) : BtfType
{
    public bool Equals(BtfEnum? other) =>
        other is not null && Name == other.Name && Size == other.Size && IsSigned == other.IsSigned && Sequence.Equal(Values, other.Values);

    public override int GetHashCode() => Sequence.Hash(Values, unchecked((Name.GetHashCode() * 31 + Size) * 2 + (IsSigned ? 1 : 0)));
}

/// <param name="Value">Sign-extended where the enum is signed, else zero-extended.</param>
public readonly record struct BtfEnumValue(string Name, long Value);
