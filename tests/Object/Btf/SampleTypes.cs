using BpfSharp.Objects.Btf;

namespace BpfSharp.Object.Tests.Btf;

internal static class SampleTypes
{
    /// <summary>One type of each kind and of each shape that a kind has; the kernel accepts them.</summary>
    public static BtfTypes OfEveryKind()
    {
        var types = new BtfTypes();
        int number = types.Add(new BtfInt(4, 0) { Name = "uint" });
        int signed = types.Add(new BtfInt(4, 1) { Name = "int" });
        int boolean = types.Add(new BtfInt(1, 4) { Name = "bool" });
        types.Add(new BtfInt(16, 0) { Name = "UInt128" });
        types.Add(new BtfFloat(8) { Name = "double" });
        int array = types.Add(new BtfArray(number, number, 7));
        int constant = types.Add(new BtfQualifier(BtfKind.Const, number));
        types.Add(new BtfQualifier(BtfKind.Volatile, constant));
        types.Add(new BtfPointer(types.Add(new BtfQualifier(BtfKind.TypeTag, number) { Name = "user" })));
        types.Add(new BtfQualifier(BtfKind.Restrict, types.Add(new BtfPointer(0))));
        int union = types.Add(new BtfStruct(4, true, [new("all", number, 0), new("sign", signed, 0)]) { Name = "Either" });
        int pair = types.Add(new BtfStruct(36, false, [new("", union, 0), new("words", array, 32), new("flag", boolean, 256)]) { Name = "Pair" });
        types.Add(new BtfStruct(4, false, [new("low", number, 0, 3), new("high", number, 3, 29)]) { Name = "Bits" });
        types.Add(new BtfStruct(0, false, []) { Name = "Nothing" });
        types.Add(new BtfEnum(4, false, [new("Drop", 1), new("Max", uint.MaxValue)]) { Name = "Action" });
        types.Add(new BtfEnum(1, true, [new("Minus", -1), new("Plus", 1)]) { Name = "Small" });
        types.Add(new BtfEnum(8, true, [new("Low", long.MinValue), new("High", long.MaxValue)]) { Name = "Wide" });
        types.Add(new BtfForward(false) { Name = "opaque" });
        types.Add(new BtfForward(true) { Name = "opaque_union" });
        int alias = types.Add(new BtfTypedef(pair) { Name = "alias" });
        int prototype = types.Add(new BtfFunctionPrototype(signed, [new("ctx", types.Add(new BtfPointer(alias))), new("n", number)]));
        types.Add(new BtfFunction(prototype, 1) { Name = "main" });
        types.Add(new BtfFunction(types.Add(new BtfFunctionPrototype(0, [])), 0) { Name = "local" });
        int first = types.Append(new BtfVariable(number, 1) { Name = "first" });
        int second = types.Append(new BtfVariable(pair, 0) { Name = "second" });
        types.Append(new BtfDataSection(48, [new(first, 0, 4), new(second, 8, 36)]) { Name = ".data" });
        types.Add(new BtfDeclTag(pair, 1) { Name = "tag" });
        types.Add(new BtfDeclTag(pair, -1) { Name = "tag" });
        int node = types.Append(new BtfForward(false) { Name = "Node" });
        types.Replace(node, new BtfStruct(8, false, [new("next", types.Add(new BtfPointer(node)), 0)]) { Name = "Node" });
        return types;
    }
}
