using BpfSharp.Objects.Btf;
using Xunit;

namespace BpfSharp.Object.Tests.Btf;

public sealed class BtfTypesTests
{
    [Fact]
    public void An_equal_type_has_one_id()
    {
        var types = new BtfTypes();
        int number = types.Add(new BtfInt(4, 0) { Name = "uint" });
        int pair = types.Add(new BtfStruct(8, false, [new("a", number, 0), new("b", number, 32)]) { Name = "Pair" });

        Assert.Equal(number, types.Add(new BtfInt(4, 0) { Name = "uint" }));
        Assert.Equal(pair, types.Add(new BtfStruct(8, false, new BtfMember[] { new("a", number, 0), new("b", number, 32) }) { Name = "Pair" }));
        Assert.Equal(2, types.All.Count);
    }

    [Fact]
    public void Appended_types_are_found_too_and_in_a_copy_the_first_of_equal_ones()
    {
        var types = new BtfTypes();
        types.Append(new BtfInt(4, 0) { Name = "uint" });
        types.Append(new BtfInt(8, 0) { Name = "ulong" });
        types.Append(new BtfInt(8, 0) { Name = "ulong" });
        BtfTypes copy = types.Take(3);

        Assert.Equal(2, types.Add(new BtfInt(8, 0) { Name = "ulong" }));
        types.Append(new BtfInt(2, 0) { Name = "ushort" });
        Assert.Equal(4, types.Add(new BtfInt(2, 0) { Name = "ushort" }));
        Assert.Equal(2, copy.Add(new BtfInt(8, 0) { Name = "ulong" }));
        Assert.Equal(4, copy.Add(new BtfInt(2, 0) { Name = "ushort" }));
        Assert.Equal((4, 4), (types.All.Count, copy.All.Count));
        Assert.Single(types.Take(1).All);
    }

    [Fact]
    public void A_type_that_differs_in_one_part_has_its_own()
    {
        var types = new BtfTypes();
        int number = types.Add(new BtfInt(4, 0) { Name = "uint" });
        BtfType[] different =
        [
            new BtfInt(4, 1) { Name = "uint" },
            new BtfInt(4, 0) { Name = "int" },
            new BtfStruct(8, false, [new("a", number, 0), new("b", number, 32)]) { Name = "Pair" },
            new BtfStruct(8, false, [new("a", number, 0), new("c", number, 32)]) { Name = "Pair" },
            new BtfStruct(8, true, [new("a", number, 0), new("b", number, 32)]) { Name = "Pair" },
            new BtfStruct(8, false, [new("a", number, 0)]) { Name = "Pair" },
            new BtfEnum(4, false, [new("A", 1)]) { Name = "E" },
            new BtfEnum(4, true, [new("A", 1)]) { Name = "E" },
            new BtfEnum(4, false, [new("A", 2)]) { Name = "E" },
            new BtfFunctionPrototype(number, [new("a", number)]),
            new BtfFunctionPrototype(0, [new("a", number)]),
            new BtfFunctionPrototype(number, [new("b", number)]),
            new BtfQualifier(BtfKind.Const, number),
            new BtfQualifier(BtfKind.Volatile, number),
        ];
        foreach (BtfType type in different)
            types.Add(type);
        Assert.Equal(1 + different.Length, types.All.Count);
    }

    [Fact]
    public void A_replaced_placeholder_is_found_by_its_content_only()
    {
        var types = new BtfTypes();
        int node = types.Append(new BtfForward(false) { Name = "Node" });
        int pointer = types.Add(new BtfPointer(node));
        types.Replace(node, new BtfStruct(8, false, [new("next", pointer, 0)]) { Name = "Node" });

        Assert.Equal(node, types.Add(new BtfStruct(8, false, [new("next", pointer, 0)]) { Name = "Node" }));
        Assert.Equal(3, types.Add(new BtfForward(false) { Name = "Node" }));
    }

    [Fact]
    public void A_size_goes_through_arrays_typedefs_and_qualifiers()
    {
        var types = new BtfTypes();
        int number = types.Add(new BtfInt(4, 0) { Name = "uint" });
        int named = types.Add(new BtfTypedef(types.Add(new BtfQualifier(BtfKind.Const, number))) { Name = "u32" });
        int row = types.Add(new BtfArray(named, number, 3));
        int table = types.Add(new BtfArray(row, number, 5));

        Assert.Equal(60, types.SizeOf(table));
        Assert.Equal(8, types.SizeOf(types.Add(new BtfPointer(table))));
        Assert.Null(types.SizeOf(0));
        Assert.Null(types.SizeOf(99));
    }

    [Fact]
    public void A_type_without_end_has_no_size()
    {
        var types = new BtfTypes();
        types.Append(new BtfTypedef(2) { Name = "a" });
        types.Append(new BtfTypedef(1) { Name = "b" });
        int huge = types.Add(new BtfArray(types.Add(new BtfArray(types.Add(new BtfInt(8, 0) { Name = "ulong" }), 1, uint.MaxValue)), 1, uint.MaxValue));

        Assert.Null(types.SizeOf(1));
        Assert.Equal(0, types.Unqualified(1));
        Assert.Null(types.SizeOf(huge));
    }
}
