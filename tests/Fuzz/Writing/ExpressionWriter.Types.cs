namespace BpfSharp.Fuzz.Writing;

/// <content>Structs with members, records, tuples as values.</content>
internal sealed partial class ExpressionWriter
{
    private void AddTypes()
    {
        Cast("record struct", 2, d => AnyOf(
            $"(new Flow({Of(PrimitiveType.Int, d)}, {Of(PrimitiveType.Long, d)}) with {{ Kind = {Of(PrimitiveType.Byte, d)} }}).{AnyOf("Kind", "Source", "Target", "Reversed.Source")}",
            $"new Flow {{ Source = {Of(PrimitiveType.Int, d)}, Kind = {Of(PrimitiveType.Byte, d)} }}.{AnyOf("Kind", "Source", "Target")}"));
        Cast("operators of a struct", 2, d => $"(int)(new Grid({Of(PrimitiveType.Int, d)}, {Of(PrimitiveType.Int, d)}) {AnyOf("+", "+ -")}new Grid({Of(PrimitiveType.Int, d)}, 3))");
        Cast("property pattern in switch", 1, d =>
            $"(new Flow({Of(PrimitiveType.Int, d)}, {Of(PrimitiveType.Long, d)}) switch {{ {{ Source: > 0, Target: < 100 }} => 1, {{ Kind: 1, Source: var {_scope.Fresh("w")} }} when {_scope.Last("w")} < {Of(PrimitiveType.Int, 0)} => {_scope.Last("w")}, _ => {Of(PrimitiveType.Int, d)} }})");
        Cast("tuple member", 1, d => $"Split({Of(PrimitiveType.Long, d)}).{AnyOf("Low", "High")}");
        Truth("tuple equality", 1, d => $"(({Of(PrimitiveType.Int, d)}, {Of(PrimitiveType.Byte, d)}) {AnyOf("==", "!=")} ({Of(PrimitiveType.Int, d)}, {Of(PrimitiveType.Byte, d)}))");
        Truth("record equality", 1, d => $"(new Flow({Of(PrimitiveType.Int, d)}, 1) {AnyOf("==", "!=")} new Flow({Of(PrimitiveType.Int, d)}, 1))");
    }

    private void AddTruths()
    {
        Truth("comparison", 14, d => { PrimitiveType w = Any(PrimitiveType.Wide); return $"({Of(w, d)} {Comparison()} {Of(w, d)})"; });
        Truth("comparison, narrow", 6, d => $"({Of(Any(PrimitiveType.Narrow), d)} {Comparison()} {Of(Any(PrimitiveType.Narrow), d)})");
        Truth("comparison, mixed", 4, d => $"({Of(PrimitiveType.Int, d)} {Comparison()} {Of(PrimitiveType.UInt, d)})");
        Truth("comparison with constant", 6, d => { PrimitiveType w = Any(PrimitiveType.Numbers); return $"({Of(w, d)} {Comparison()} {Constant(w)})"; });
        // Equal in their lower halves alone, more often than numbers are by chance.
        Truth("comparison of upper halves", 3, d => Varying(PrimitiveType.Long) is { } v ? $"({v} {AnyOf("==", "!=")} (({v}) ^ ((long)({Of(PrimitiveType.Int, d)} & 3) << 32)))" : null);
        Truth("mask test", 4, d => { PrimitiveType w = Any(PrimitiveType.Wide); return $"(({Of(w, d)} & {Constant(w)}) {AnyOf("==", "!=")} 0)"; });
        Truth("logic", 6, d => $"({Of(PrimitiveType.Bool, d)} {AnyOf("&&", "||", "&", "|", "^", "==", "!=")} {Of(PrimitiveType.Bool, d)})");
        Truth("not", 3, d => $"!{Of(PrimitiveType.Bool, d)}");
        Truth("pattern", 4, d => $"({Of(Any(PrimitiveType.Wide), d)} is {AnyOf("> 3 and < 100", "0 or 5 or > 200", "not 7", "< 10 or 1000", ">= 128 and not 255")})");
        Truth("property pattern", 1, d => $"(new Flow({Of(PrimitiveType.Int, d)}, {Of(PrimitiveType.Long, d)}) is {{ Source: {AnyOf("> 0", "0 or 1", "not 5")}, Target: {AnyOf("< 0", "> 10 and < 1000", "not 0")} }})");
        Truth("pattern of a nullable", 1, d => $"(Maybe({Of(PrimitiveType.Bool, d)}, {Of(PrimitiveType.Int, d)}) is {AnyOf("not null", "> 3", "null", "not 5")})");
        Truth("var pattern", 1, d => $"({Of(PrimitiveType.Long, d)} is var {_scope.Fresh("w")} && {_scope.Last("w")} > {Of(PrimitiveType.Long, d)})");
    }

    private string Comparison() => AnyOf("<", "<=", ">", ">=", "==", "!=");
}
