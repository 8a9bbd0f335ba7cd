using System.Globalization;
using System.Linq;

namespace BpfSharp.Fuzz.Writing;

/// <content>Operators and conversions of numbers.</content>
internal sealed partial class ExpressionWriter
{
    private static readonly PrimitiveType[] s_noChar = [.. PrimitiveType.Integers.Where(static x => x != PrimitiveType.Char)];

    private void AddArithmetic()
    {
        Cast("arithmetic", 14, d => { PrimitiveType w = Any(PrimitiveType.Wide); return $"{Of(w, d)} {AnyOf("+", "-", "*", "&", "|", "^")} {Of(w, d)}"; });
        Cast("arithmetic, narrow", 8, d =>
            $"{Of(Any(PrimitiveType.Narrow), d)} {AnyOf("+", "-", "*", "&", "|", "^", "<<", ">>", ">>>")} {Of(Any(PrimitiveType.Narrow), d)}");
        Cast("arithmetic, mixed", 5, d =>
        {
            string left = Of(Any(PrimitiveType.Int, PrimitiveType.UInt, PrimitiveType.Short, PrimitiveType.Byte), d);
            return $"{left} {AnyOf("+", "-", "*", "&", "|", "^")} {Of(Any(PrimitiveType.Long, PrimitiveType.UInt, PrimitiveType.SByte), d)}";
        });
        Cast("arithmetic with constant", 6, d => { PrimitiveType w = Any(PrimitiveType.Wide); return $"{Of(w, d)} {AnyOf("+", "-", "*", "&", "|", "^")} {Constant(w)}"; });
        Cast("shift", 9, d =>
            $"{Of(Any(PrimitiveType.Wide), d)} {AnyOf("<<", ">>", ">>>")} {(_random.Next(2) == 0 ? _random.Next(0, 70).ToString(CultureInfo.InvariantCulture) : Of(PrimitiveType.Int, d))}");
        Cast("division, guarded", 5, d => { PrimitiveType w = Any(PrimitiveType.UInt, PrimitiveType.ULong); return $"{Of(w, d)} {AnyOf("/", "%")} ({Of(w, d)} | 1)"; });
        Cast("division, signed and guarded", 4, d =>
        {
            PrimitiveType w = Any(PrimitiveType.Int, PrimitiveType.Long);
            return $"{Of(w, d)} {AnyOf("/", "%")} (({Of(w, d)} & 0xffff) + {_random.Next(1, 4)})";
        });
        Cast("division", 1, d =>
        {
            PrimitiveType w = Any(PrimitiveType.Wide);
            return Varying(w) is { } divisor ? $"{Of(w, d)} {AnyOf("/", "%")} {divisor}" : null;
        });
        Cast("division by constant", 4, d => $"{Of(Any(PrimitiveType.Wide), d)} {AnyOf("/", "%")} {AnyOf("1", "2", "3", "7", "8", "10", "255", "256", "1000", "65536")}");
        Cast("division by negative constant", 1, d => Varying(Any(PrimitiveType.Int, PrimitiveType.Long)) is { } v ? $"({v}) {AnyOf("/", "%")} ({AnyOf("-1", "-2", "-3", "-8", "-1000")})" : null);
        Cast("unary", 5, d =>
        {
            string op = AnyOf("-", "~", "+");
            return $"{op}({Of(op == "-" ? Any([PrimitiveType.Int, PrimitiveType.UInt, PrimitiveType.Long, .. PrimitiveType.Narrow]) : Any(PrimitiveType.Integers), d)})";
        });
        Cast("conversion", 7, d => $"({Any(PrimitiveType.Integers).Name})({Of(Any(PrimitiveType.Integers), d)})");
        Cast("conversion, checked", 1, d => Varying(Any(PrimitiveType.Wide)) is { } v ? $"checked(({Any(PrimitiveType.Integers).Name})({v}))" : null);
        Cast("conversion, checked in range", 2, d => Varying(PrimitiveType.Long) is { } v ? $"checked(({Any(PrimitiveType.Integers).Name})(({v}) & 0x7f))" : null);
        Cast("arithmetic, checked", 1, d =>
        {
            PrimitiveType w = Any(PrimitiveType.Wide);
            return Varying(w) is { } v ? $"checked({v} {AnyOf("+", "-", "*")} unchecked({Of(w, d)}))" : null;
        });
        Cast("arithmetic, checked in range", 2, d => Varying(PrimitiveType.Int) is { } a && Varying(PrimitiveType.Int) is { } b
            ? $"checked((({a}) & 0x3fff) {AnyOf("+", "-", "*")} (({b}) & 0xffff))" : null);
        Cast("negation, checked", 1, d => Varying(Any(PrimitiveType.Int, PrimitiveType.Long)) is { } v ? $"checked(-({v}))" : null);
        Cast("bool to number", 2, d => $"({Of(PrimitiveType.Bool, d)} ? 1 : 0)");
    }

    private void AddShared()
    {
        Each("conditional", 5, (t, d) => $"({Of(PrimitiveType.Bool, d)} ? {Of(t, d)} : {Of(t, d)})");
        Each("assignment as value", 3, (t, d) => Assignable(t) is { } v ? $"({v} = {Of(t, d)})" : null);
        Integer("increment as value", 3, (t, _) => Assignable(t) is { } v ? AnyOf($"{v}++", $"++{v}", $"{v}--", $"--{v}") : null);
        Integer("compound as value", 3, (t, d) => Assignable(t) is { } v ? $"({v} {AnyOf("+=", "-=", "*=", "&=", "|=", "^=")} {Of(t, d)})" : null);
        Integer("compound shift as value", 2, (t, d) => Assignable(t) is { } v ? $"({v} {AnyOf("<<=", ">>=", ">>>=")} {Of(PrimitiveType.Int, d)})" : null);
        Each("switch expression", 3, (t, d) =>
        {
            PrimitiveType w = Any(PrimitiveType.Int, PrimitiveType.UInt, PrimitiveType.Byte, PrimitiveType.Long);
            return $"({Of(w, d)} switch {{ {_random.Next(4)} => {Of(t, d)}, {_random.Next(4, 60)} or {_random.Next(60, 100)} => {Of(t, d)}, > 100 when {Of(PrimitiveType.Bool, d)} => {Of(t, d)}, _ => {Of(t, d)} }})";
        });
        Each("call of a method", 6, Call);
        Each("generic call", 2, (t, d) => $"Pick({Of(PrimitiveType.Bool, d)}, {Of(t, d)}, {Of(t, d)})");
    }

    private string? Call(PrimitiveType type, int depth)
    {
        Method[] found = [.. _scope.Methods.Where(m => (!m.TakesContext || _scope.HasContext) && !(m.Allocates && _scope.LoopDepth > 0) && !(m.ChangesMaps && _scope.Held.Count > 0))];
        if (found.Length == 0)
            return null;
        Method method = found[_random.Next(found.Length)];
        if (method.Result != type && (type == PrimitiveType.Bool || method.Result == PrimitiveType.Bool))
            return null;
        var arguments = new System.Collections.Generic.List<string>();
        if (method.TakesContext)
            arguments.Add("ctx");
        foreach ((string mode, PrimitiveType? primitive, StructType? @struct) in method.Parameters)
        {
            if (@struct is not null)
            {
                (string Path, StructType Type)[] structs = [.. _scope.Structs.Where(s => s.Type == @struct)];
                if (structs.Length == 0)
                    return null;
                arguments.Add($"{mode} {structs[_random.Next(structs.Length)].Path}".Trim());
            }
            else if (mode is "ref" or "out" || mode == "in" && _random.Next(2) == 0)
            {
                if (Assignable(primitive!) is not { } variable)
                    return null;
                arguments.Add($"{mode} {variable}");
            }
            else
            {
                arguments.Add(Of(primitive!, depth));
            }
        }

        _scope.Allocates |= method.Allocates;
        _scope.ChangesMaps |= method.ChangesMaps;
        string call = $"{method.Name}({string.Join(", ", arguments)})";
        return method.Result == type ? call : Cast(type, call);
    }
}
