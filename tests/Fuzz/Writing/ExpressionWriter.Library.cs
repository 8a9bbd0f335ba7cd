using System.Linq;

namespace BpfSharp.Fuzz.Writing;

/// <content>Members of the BCL, generic and extension calls.</content>
internal sealed partial class ExpressionWriter
{
    private void AddLibrary()
    {
        Cast("static abstract call", 1, d => $"Fold<{AnyOf("Adder", "Mixer")}>({Of(PrimitiveType.Long, d)}, {Of(PrimitiveType.Long, d)})");
        Cast("extension call", 1, d => $"({Of(PrimitiveType.Int, d)}).Turn({Of(PrimitiveType.Int, d)})");
        Cast("Math", 2, d => { PrimitiveType w = Any(s_noChar); return $"Math.{AnyOf("Min", "Max")}({Of(w, d)}, {Of(w, d)})"; });
        Cast("Math.Abs", 1, d => $"Math.Abs({Any(PrimitiveType.Int, PrimitiveType.Long, PrimitiveType.Short).Name switch { var t => $"({t})({Of(PrimitiveType.Byte, d)} - 100)" }})");
        Cast("BitOperations", 3, d => $"BitOperations.{AnyOf("PopCount", "LeadingZeroCount", "TrailingZeroCount", "Log2")}({Of(Any(PrimitiveType.UInt, PrimitiveType.ULong), d)})");
        Cast("rotation", 2, d => $"BitOperations.{AnyOf("RotateLeft", "RotateRight")}({Of(Any(PrimitiveType.UInt, PrimitiveType.ULong), d)}, {Of(PrimitiveType.Int, d)})");
        Cast("byte reversal", 3, d => $"BinaryPrimitives.ReverseEndianness({Of(Any(s_noChar), d)})");
        Cast("sizeof", 1, _ => AnyOf("sizeof(S0)", "sizeof(S1)", "Size<S2>()", "Size<long>()", "Unsafe.SizeOf<S1>()", "sizeof(Overlay)"));
        Cast("checksum difference", 1, d =>
        {
            (string, PrimitiveType Type, int Length)[] spans = [.. _scope.Arrays.Where(static a => a.Type == PrimitiveType.Byte && a.Length % 4 == 0 && a.Path[0] == 'a')];
            return spans.Length == 0 ? null : $"Bpf.ChecksumDifference({Pick(spans).Item1}, {Pick(spans).Item1}, {Of(PrimitiveType.UInt, d)})";
        });
        Cast("interlocked", 3, d =>
        {
            // Globals and map entries: atomics of packet memory are refused, those of locals are no atomics.
            Variable[] found = [.. _scope.Variables.Where(static v => v.Writable && v.Path.StartsWith("s_g", System.StringComparison.Ordinal) && (v.Type.Name is "int" or "long" or "uint" or "ulong"))];
            if (found.Length == 0)
                return $"Interlocked.Add(ref Array[{Of(PrimitiveType.UInt, d)} & 7], {Of(PrimitiveType.Long, d)})";
            Variable target = Pick(found);
            string value = Of(target.Type, d);
            return AnyOf("Add", "Exchange", "And", "Or", "CompareExchange", "Increment", "Decrement") switch
            {
                "CompareExchange" => $"Interlocked.CompareExchange(ref {target.Path}, {value}, {Leaf(target.Type)})",
                "Increment" => $"Interlocked.Increment(ref {target.Path})",
                "Decrement" => $"Interlocked.Decrement(ref {target.Path})",
                var name => $"Interlocked.{name}(ref {target.Path}, {value})",
            };
        });
        Cast("nullable", 2, d => AnyOf(
            $"(Maybe({Of(PrimitiveType.Bool, d)}, {Of(PrimitiveType.Int, d)}) ?? {Of(PrimitiveType.Int, d)})",
            $"(Maybe({Of(PrimitiveType.Bool, d)}, {Of(PrimitiveType.Int, d)}) + Maybe({Of(PrimitiveType.Bool, 0)}, {Of(PrimitiveType.Int, d)})).GetValueOrDefault({_random.Next(9)})",
            $"(Maybe({Of(PrimitiveType.Bool, d)}, {Of(PrimitiveType.Int, d)}) is {{ }} {_scope.Fresh("w")} ? {_scope.Last("w")} : 7)"));
        Cast("constant table", 2, d => $"Table[{Index(8, d)}]");
        Cast("UTF-8 literal", 1, d => $"\"GET /index\"u8[{Index(8, d)}]");
    }
}
