using System.Collections.Generic;
using BpfSharp.Objects.Btf;

namespace BpfSharp.Loader.Btf;

/// <summary>Compares how two types lie in memory: members with their names, places and sizes, signs of numbers. Names of the types themselves don't count.</summary>
internal sealed class BtfLayout(BtfTypes declared, BtfTypes found)
{
    private readonly List<string> _differences = [];

    /// <summary>What the found type has otherwise than the declared one.</summary>
    /// <param name="what">What the type is of, such as <c>the value</c>.</param>
    public static IReadOnlyList<string> Differences(BtfTypes declared, int declaredId, BtfTypes found, int foundId, string what)
    {
        var layout = new BtfLayout(declared, found);
        layout.Compare(declaredId, foundId, what);
        return layout._differences;
    }

    private void Compare(int declaredId, int foundId, string what)
    {
        BtfType? expected = declared.Get(declared.Unqualified(declaredId));
        BtfType? actual = found.Get(found.Unqualified(foundId));
        if (declared.SizeOf(declaredId) is { } size && found.SizeOf(foundId) is { } other && size != other)
        {
            _differences.Add($"{what} has {other} bytes instead of {size}");
            return;
        }
        switch (expected, actual)
        {
            case (BtfStruct a, BtfStruct b):
                CompareMembers(a, b, what);
                break;
            case (BtfArray a, BtfArray b):
                if (a.Count != b.Count)
                    _differences.Add($"{what} has {b.Count} elements instead of {a.Count}");
                else
                    Compare(a.ElementTypeId, b.ElementTypeId, $"an element of {what}");
                break;
            case (BtfInt or BtfEnum, BtfInt or BtfEnum):
                if (IsSigned(expected) != IsSigned(actual))
                    _differences.Add($"{what} is {(IsSigned(actual) ? "signed" : "unsigned")} instead of {(IsSigned(expected) ? "signed" : "unsigned")}");
                break;
            default:
                if (expected?.GetType() != actual?.GetType())
                    _differences.Add($"{what} is {Describe(actual)} instead of {Describe(expected)}");
                break;
        }
    }

    private void CompareMembers(BtfStruct expected, BtfStruct actual, string what)
    {
        if (expected.Members.Count != actual.Members.Count)
        {
            _differences.Add($"{what} has {actual.Members.Count} members instead of {expected.Members.Count}");
            return;
        }
        for (int i = 0; i < expected.Members.Count; i++)
        {
            (BtfMember a, BtfMember b) = (expected.Members[i], actual.Members[i]);
            if (a.Name != b.Name)
                _differences.Add($"{what} has a member '{b.Name}' instead of '{a.Name}'");
            else if (a.Offset != b.Offset || a.BitSize != b.BitSize)
                _differences.Add($"member '{a.Name}' of {what} lies at byte {b.Offset / 8} instead of {a.Offset / 8}");
            else
                Compare(a.TypeId, b.TypeId, $"member '{a.Name}' of {what}");
        }
    }

    // BTF_INT_SIGNED
    private static bool IsSigned(BtfType? type) => type is BtfInt { Encoding: var encoding } ? (encoding & 1) != 0 : type is BtfEnum { IsSigned: true };

    private static string Describe(BtfType? type) => type switch
    {
        null => "nothing",
        BtfStruct { IsUnion: true } => "a union",
        BtfStruct => "a struct",
        BtfArray => "an array",
        BtfInt or BtfEnum => "a number",
        BtfPointer => "a pointer",
        _ => "another type",
    };
}
