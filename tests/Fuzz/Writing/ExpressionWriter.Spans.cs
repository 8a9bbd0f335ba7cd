using System.Linq;

namespace BpfSharp.Fuzz.Writing;

/// <content>Spans as a whole: list patterns, searches, comparisons.</content>
internal sealed partial class ExpressionWriter
{
    private void AddSpans()
    {
        Truth("list pattern", 3, _ => Numbers() is { } a ? $"({a} is {AnyOf("[_, > 3, ..]", "[0, ..]", "[.., 1 or 2, _]", "[]", "[_, .. { Length: > 2 }, not 0]", "[< 10, .., > 100]")})" : null);
        Truth("list pattern with a variable", 1, _ => Numbers() is { } a ? $"({a} is [{AnyOf("var", "_, var")} {_scope.Fresh("w")}, ..] && {_scope.Last("w")} > {_random.Next(200) - 0})" : null);
        Cast("switch on list patterns", 2, d => Numbers() is { } a
            ? $"({a} switch {{ [] => 1, [5] => {Of(PrimitiveType.Int, d)}, [0, .. var {_scope.Fresh("w")}] => {_scope.Last("w")}.Length, [_, > 0, ..] => {Of(PrimitiveType.Int, d)}, [.., < 9] => 7, _ => {Of(PrimitiveType.Int, d)} }})"
            : null);
        Cast("type pattern", 1, d => $"(Maybe({Of(PrimitiveType.Bool, d)}, {Of(PrimitiveType.Int, d)}) switch {{ int {_scope.Fresh("w")} when {_scope.Last("w")} > 9 => {_scope.Last("w")}, int => {Of(PrimitiveType.Int, d)}, null => {_random.Next(99)} }})");
        Truth("type test", 1, d => $"(Maybe({Of(PrimitiveType.Bool, d)}, {Of(PrimitiveType.Int, d)}) is {AnyOf("int", "(> 3 or < 0)", "not int")})");
        Cast("search of a span", 2, d => _scope.LoopDepth == 0 && _scope.Arrays.Count > 0 && Pick(_scope.Arrays) is var a
            ? AnyOf($"{a.Path}.IndexOf({Of(a.Type, d)})", $"{a.Path}.LastIndexOf({Of(a.Type, d)})", $"{a.Path}.Count({Of(a.Type, d)})", $"{a.Path}.IndexOfAny({Of(a.Type, d)}, {Of(a.Type, d)})", $"{a.Path}.CommonPrefixLength({a.Path}[1..])")
            : null);
        Truth("comparison of spans", 1, d => _scope.LoopDepth == 0 && _scope.Arrays.Count > 0 && Pick(_scope.Arrays) is var a
            ? AnyOf($"{a.Path}.SequenceEqual({a.Path}[..^1])", $"{a.Path}.StartsWith({a.Path}[..1])", $"{a.Path}.Contains({Of(a.Type, d)})", $"{a.Path}.EndsWith({Of(a.Type, d)})")
            : null);
        Cast("read of a span", 1, _ =>
        {
            (string Path, PrimitiveType Type, int Length)[] spans = [.. _scope.Arrays.Where(static a => a.Type == PrimitiveType.Byte && a.Length >= 4)];
            return spans.Length == 0 ? null : $"MemoryMarshal.Read<{AnyOf("int", "ushort", "uint", "byte")}>({Pick(spans).Path})";
        });
        Cast("Math, more", 2, d =>
        {
            PrimitiveType w = Any(PrimitiveType.Int, PrimitiveType.Long, PrimitiveType.Short), u = Any(PrimitiveType.UInt, PrimitiveType.ULong);
            return AnyOf(
                $"Math.Clamp({Of(w, d)}, ({w.Name})(-{_random.Next(200)}), ({w.Name}){_random.Next(30_000)})",
                $"Math.Sign({Of(w, d)})",
                $"Math.DivRem({Of(w, d)}, ({w.Name})({Of(w, d)} | 1)).{AnyOf("Quotient", "Remainder")}",
                $"Math.BigMul({Of(PrimitiveType.Int, d)}, {Of(PrimitiveType.Int, d)})",
                $"BitOperations.RoundUpToPowerOf2({Of(u, d)})",
                $"BitOperations.Crc32C({Of(PrimitiveType.UInt, d)}, {Of(u, d)})",
                $"({Of(w, d)}).CompareTo({Of(w, d)})");
        });
        Truth("test of a number", 2, d =>
        {
            PrimitiveType w = Any(PrimitiveType.Int, PrimitiveType.Long, PrimitiveType.UInt, PrimitiveType.ULong);
            return AnyOf($"BitOperations.IsPow2({Of(w, d)})", $"{w.Name}.IsEvenInteger({Of(w, d)})", $"{w.Name}.IsOddInteger({Of(w, d)})", $"({Of(w, d)}).Equals({Of(w, d)})");
        });
        Truth("queue operation", 1, d => $"{AnyOf("Queue", "Stack")}.{AnyOf("TryPush", "PushOverOldest")}({Of(PrimitiveType.Long, d)})");
        Cast("value of another map", 1, d => $"({AnyOf("PerCpuLru", "PerCpuLru", "Hash")}.TryGetValue({Of(PrimitiveType.UInt, d)} & 15, out long {_scope.Fresh("m")}) ? {_scope.Last("m")} : {Of(PrimitiveType.Int, d)})");
    }

    // Patterns have constants of the element's type.
    private string? Numbers()
    {
        (string Path, PrimitiveType Type, int Length)[] spans = [.. _scope.Arrays.Where(static a => a.Type != PrimitiveType.Char && a.Type != PrimitiveType.SByte)];
        return spans.Length == 0 ? null : Pick(spans).Path;
    }
}
