using System.Collections.Generic;

namespace BpfSharp.Objects.Btf;

public sealed record BtfFunctionPrototype(int ReturnTypeId, IReadOnlyList<BtfParameter> Parameters) : BtfType
{
    public bool Equals(BtfFunctionPrototype? other) =>
        other is not null && Name == other.Name && ReturnTypeId == other.ReturnTypeId && Sequence.Equal(Parameters, other.Parameters);

    public override int GetHashCode() => Sequence.Hash(Parameters, ReturnTypeId);
}

public readonly record struct BtfParameter(string Name, int TypeId);
