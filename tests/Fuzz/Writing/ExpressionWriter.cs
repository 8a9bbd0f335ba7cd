using System;
using BpfSharp.Fuzz.Coverage;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace BpfSharp.Fuzz.Writing;

/// <summary>Random expressions of a wanted type. All is in an unchecked context unless the expression says otherwise.</summary>
internal sealed class ExpressionWriter
{
    private static readonly long[] s_interesting =
    [
        0, 1, -1, 2, 3, 7, 8, 15, 16, 31, 32, 33, 63, 64, 100, 127, 128, 255, 256, 1000, -128, -129, short.MinValue, short.MaxValue, ushort.MaxValue,
        int.MinValue, int.MaxValue, uint.MaxValue, 1L << 32, long.MinValue, long.MaxValue, 0x1_8000_0000, -0x1_0000_0000,
    ];

    private readonly Random _random;
    private readonly CoverageArea _features;
    private readonly Scope _scope;
    private readonly Choice<(PrimitiveType Type, int Depth)> _table = new();

    public ExpressionWriter(Random random, CoverageArea features, Scope scope)
    {
        (_random, _features, _scope) = (random, features, scope);
        Fill();
        foreach (string name in _table.Names)
            features.Declare(name);
    }

    public string Of(PrimitiveType type, int depth)
    {
        if (depth <= 0 || _random.Next(8) == 0)
            return Leaf(type);
        return _table.Write(_random, _features, (type, depth - 1)) ?? Leaf(type);
    }

    public string Constant(PrimitiveType type)
    {
        long value = s_interesting[_random.Next(s_interesting.Length)] + (_random.Next(5) == 0 ? _random.Next(-2, 3) : 0);
        if (_random.Next(6) == 0)
            value = _random.NextInt64(long.MinValue, long.MaxValue);
        if (type == PrimitiveType.Bool)
            return (value & 1) != 0 ? "true" : "false";
        if (type == PrimitiveType.Kind)
            return _random.Next(2) == 0 ? "Kind.Two" : $"(Kind){(byte)value}";
        if (type == PrimitiveType.Level)
            return _random.Next(2) == 0 ? "Level.Low" : $"(Level)({Literal(value)})";
        return type.Name switch
        {
            "int" => Bracket((int)value),
            "uint" => (uint)value + "u",
            "long" => Literal(value),
            "ulong" => (ulong)value + "ul",
            "byte" => $"(byte){(byte)value}",
            "sbyte" => $"(sbyte)({(sbyte)value})",
            "short" => $"(short)({(short)value})",
            "ushort" => $"(ushort){(ushort)value}",
            _ => $"(char){(ushort)value}",
        };
    }

    public string Leaf(PrimitiveType type)
    {
        Variable[] same = [.. _scope.Variables.Where(v => v.Type == type)];
        if (same.Length > 0 && _random.Next(3) != 0)
            return same[_random.Next(same.Length)].Path;
        Variable[] others = type == PrimitiveType.Bool ? [] : [.. _scope.Variables.Where(static v => v.Type != PrimitiveType.Bool)];
        if (others.Length > 0 && _random.Next(3) != 0)
            return $"({type.Name}){others[_random.Next(others.Length)].Path}";
        return Constant(type);
    }

    /// <summary>An index that is mostly inside.</summary>
    public string Index(int length, int depth) => _random.Next(12) switch
    {
        0 => _random.Next(length).ToString(CultureInfo.InvariantCulture),
        1 => Of(PrimitiveType.Int, depth),
        2 => $"(int)({Of(PrimitiveType.UInt, depth)} % {length + 1}u)",
        3 or 4 => $"(int)({Of(PrimitiveType.UInt, depth)} % {length}u)",
        _ => $"({Of(PrimitiveType.Int, depth)} & {HighestMask(length)})",
    };

    public string Offset(int depth) => _random.Next(10) switch
    {
        < 5 => _random.Next(100).ToString(CultureInfo.InvariantCulture),
        5 => Of(PrimitiveType.Int, depth),
        6 => $"({Of(PrimitiveType.Byte, depth)} & 0x7f)",
        _ => $"(({Of(PrimitiveType.Int, depth)} & {HighestMask(1 << _random.Next(2, 8))}) + {_random.Next(30)})",
    };

    private static string Bracket(int value) => value == int.MinValue ? "int.MinValue" : value < 0 ? $"({value})" : value.ToString(CultureInfo.InvariantCulture);

    private static string Literal(long value) => value == long.MinValue ? "long.MinValue" : $"({value}L)";

    private static int HighestMask(int length)
    {
        int mask = 1;
        while (mask * 2 + 1 < length)
            mask = mask * 2 + 1;
        return mask;
    }

    private static string Cast(PrimitiveType type, string text) => $"({type.Name})({text})";

    private PrimitiveType Any(PrimitiveType[] types) => types[_random.Next(types.Length)];

    private string AnyOf(params string[] texts) => texts[_random.Next(texts.Length)];

    private string? Assignable(PrimitiveType type)
    {
        Variable[] found = [.. _scope.Variables.Where(v => v.Writable && v.Type == type)];
        return found.Length == 0 ? null : found[_random.Next(found.Length)].Path;
    }

    private void Fill()
    {
        void Number(string name, int weight, Func<PrimitiveType, int, string?> write) =>
            _table.Add(name, weight, a => a.Type == PrimitiveType.Bool ? null : write(a.Type, a.Depth));
        void Integer(string name, int weight, Func<PrimitiveType, int, string?> write) =>
            _table.Add(name, weight, a => a.Type.Numeric && a.Type != PrimitiveType.Kind && a.Type != PrimitiveType.Level ? write(a.Type, a.Depth) : null);
        void Truth(string name, int weight, Func<int, string?> write) =>
            _table.Add(name, weight, a => a.Type == PrimitiveType.Bool ? write(a.Depth) : null);
        void Each(string name, int weight, Func<PrimitiveType, int, string?> write) =>
            _table.Add(name, weight, a => write(a.Type, a.Depth));

        Number("arithmetic", 14, (t, d) => { PrimitiveType w = Any(PrimitiveType.Wide); return Cast(t, $"{Of(w, d)} {AnyOf("+", "-", "*", "&", "|", "^")} {Of(w, d)}"); });
        Number("arithmetic, narrow", 8, (t, d) => Cast(t, $"{Of(Any(PrimitiveType.Narrow), d)} {AnyOf("+", "-", "*", "&", "|", "^", "<<", ">>", ">>>")} {Of(Any(PrimitiveType.Narrow), d)}"));
        Number("arithmetic, mixed", 5, (t, d) => Cast(t, $"{Of(Any([PrimitiveType.Int, PrimitiveType.UInt, PrimitiveType.Short, PrimitiveType.Byte]), d)} {AnyOf("+", "-", "*", "&", "|", "^")} {Of(Any([PrimitiveType.Long, PrimitiveType.UInt, PrimitiveType.SByte]), d)}"));
        Number("shift", 9, (t, d) => Cast(t, $"{Of(Any(PrimitiveType.Wide), d)} {AnyOf("<<", ">>", ">>>")} {(_random.Next(2) == 0 ? _random.Next(0, 70).ToString(CultureInfo.InvariantCulture) : Of(PrimitiveType.Int, d))}"));
        Number("division, guarded", 5, (t, d) => { PrimitiveType w = Any(PrimitiveType.Wide); return Cast(t, $"{Of(w, d)} {AnyOf("/", "%")} ({Of(w, d)} | 1)"); });
        Number("division", 2, (t, d) => { PrimitiveType w = Any(PrimitiveType.Wide); return Cast(t, $"{Of(w, d)} {AnyOf("/", "%")} {Of(w, d)}"); });
        Number("division by constant", 4, (t, d) => { PrimitiveType w = Any(PrimitiveType.Wide); return Cast(t, $"{Of(w, d)} {AnyOf("/", "%")} {AnyOf("1", "2", "3", "7", "8", "10", "255", "256", "1000", "65536")}"); });
        Number("division by negative constant", 1, (t, d) => { PrimitiveType w = Any([PrimitiveType.Int, PrimitiveType.Long]); return Cast(t, $"{Of(w, d)} {AnyOf("/", "%")} ({AnyOf("-1", "-2", "-3", "-8", "-1000")})"); });
        Number("unary", 5, (t, d) => { string op = AnyOf("-", "~", "+"); return Cast(t, $"{op}({Of(op == "-" ? Any([PrimitiveType.Int, PrimitiveType.UInt, PrimitiveType.Long, .. PrimitiveType.Narrow]) : Any(PrimitiveType.Integers), d)})"); });
        Number("conversion", 7, (t, d) => Cast(t, $"({Any(PrimitiveType.Integers).Name})({Of(Any(PrimitiveType.Integers), d)})"));
        Number("conversion, checked", 2, (t, d) => Cast(t, $"checked(({Any(PrimitiveType.Integers).Name})unchecked({Of(Any(PrimitiveType.Wide), d)}))"));
        Number("arithmetic, checked", 2, (t, d) => { PrimitiveType w = Any(PrimitiveType.Wide); return Cast(t, $"checked(unchecked({Of(w, d)}) {AnyOf("+", "-", "*")} unchecked({Of(w, d)}))"); });
        Number("negation, checked", 1, (t, d) => Cast(t, $"checked(-unchecked({Of(Any([PrimitiveType.Int, PrimitiveType.Long]), d)}))"));
        Number("bool to number", 2, (t, d) => Cast(t, $"({Of(PrimitiveType.Bool, d)} ? 1 : 0)"));
        Each("conditional", 5, (t, d) => $"({Of(PrimitiveType.Bool, d)} ? {Of(t, d)} : {Of(t, d)})");
        Each("assignment as value", 3, (t, d) => Assignable(t) is { } v ? $"({v} = {Of(t, d)})" : null);
        Integer("increment as value", 3, (t, _) => Assignable(t) is { } v ? AnyOf($"{v}++", $"++{v}", $"{v}--", $"--{v}") : null);
        Integer("compound as value", 3, (t, d) => Assignable(t) is { } v ? $"({v} {AnyOf("+=", "-=", "*=", "&=", "|=", "^=")} {Of(t, d)})" : null);
        Integer("compound shift as value", 2, (t, d) => Assignable(t) is { } v ? $"({v} {AnyOf("<<=", ">>=", ">>>=")} {Of(PrimitiveType.Int, d)})" : null);
        Each("switch expression", 3, (t, d) => { PrimitiveType w = Any([PrimitiveType.Int, PrimitiveType.UInt, PrimitiveType.Byte, PrimitiveType.Long]); return $"({Of(w, d)} switch {{ {_random.Next(4)} => {Of(t, d)}, {_random.Next(4, 60)} or {_random.Next(60, 120)} => {Of(t, d)}, > 100 when {Of(PrimitiveType.Bool, d)} => {Of(t, d)}, _ => {Of(t, d)} }})"; });
        Each("call of a method", 6, (t, d) => Call(t, d));
        Each("generic call", 2, (t, d) => $"Pick({Of(PrimitiveType.Bool, d)}, {Of(t, d)}, {Of(t, d)})");
        Number("static abstract call", 1, (t, d) => Cast(t, $"Fold<{AnyOf("Adder", "Mixer")}>({Of(PrimitiveType.Long, d)}, {Of(PrimitiveType.Long, d)})"));
        Number("extension call", 1, (t, d) => Cast(t, $"({Of(PrimitiveType.Int, d)}).Turn({Of(PrimitiveType.Int, d)})"));
        Number("Math", 2, (t, d) => { PrimitiveType w = Any(PrimitiveType.Integers.Where(static x => x != PrimitiveType.Char).ToArray()); return Cast(t, $"Math.{AnyOf("Min", "Max")}({Of(w, d)}, {Of(w, d)})"); });
        Number("Math.Abs", 1, (t, d) => Cast(t, $"Math.Abs({Of(Any([PrimitiveType.Int, PrimitiveType.Long, PrimitiveType.Short, PrimitiveType.SByte]), d)})"));
        Number("BitOperations", 3, (t, d) => Cast(t, $"BitOperations.{AnyOf("PopCount", "LeadingZeroCount", "TrailingZeroCount", "Log2")}({Of(Any([PrimitiveType.UInt, PrimitiveType.ULong]), d)})"));
        Number("rotation", 2, (t, d) => Cast(t, $"BitOperations.{AnyOf("RotateLeft", "RotateRight")}({Of(Any([PrimitiveType.UInt, PrimitiveType.ULong]), d)}, {Of(PrimitiveType.Int, d)})"));
        Number("byte reversal", 3, (t, d) => Cast(t, $"BinaryPrimitives.ReverseEndianness({Of(Any(PrimitiveType.Integers.Where(static x => x != PrimitiveType.Char).ToArray()), d)})"));
        Number("packet header", 6, (t, d) => _scope.HasContext ? Cast(t, $"ctx.Packet.Header<{Any(PrimitiveType.Memory).Name}>({Offset(d)})") : null);
        Number("packet byte", 4, (t, d) => _scope.HasContext ? Cast(t, $"ctx.Packet.Bytes[{Offset(d)}]") : null);
        Number("packet length", 2, (t, _) => _scope.HasContext ? Cast(t, AnyOf("ctx.Packet.Bytes.Length", "ctx.Length", "ctx.Packet.LinearLength")) : null);
        Truth("TryHeader as value", 2, d => _scope.HasContext && Assignable(PrimitiveType.Long) is { } v ? $"(ctx.Packet.TryHeader({Offset(d)}, out Ref<{Any(PrimitiveType.Memory).Name}> {_scope.Fresh("h")}) && ({v} = (long){_scope.Last("h")}.Value) > {Of(PrimitiveType.Int, 0)})" : null);
        Number("array element", 5, (t, d) => _scope.Arrays.Count == 0 ? null : Pick(_scope.Arrays) is var a ? Cast(t, $"{a.Path}[{Index(a.Length, d)}]") : null);
        Number("span length", 1, (t, _) => _scope.Arrays.Count == 0 ? null : Cast(t, $"{Pick(_scope.Arrays).Path}.Length"));
        Number("map value", 3, (t, d) => Cast(t, $"({AnyOf("Hash", "Lru")}.TryGetValue({Of(PrimitiveType.UInt, d)} & 15, out long {_scope.Fresh("m")}) ? {_scope.Last("m")} : {Of(PrimitiveType.Long, d)})"));
        Number("array map value", 2, (t, d) => Cast(t, $"Array[{Of(PrimitiveType.UInt, d)} & {AnyOf("15", "15", "7", "31")}]"));
        Number("LPM value", 1, (t, d) => Cast(t, $"(Lpm.TryGetValue(Ipv4Prefix.Host(Address({Of(PrimitiveType.UInt, d)})), out uint {_scope.Fresh("n")}) ? {_scope.Last("n")} : 7u)"));
        Number("load constant", 2, (t, _) => Cast(t, AnyOf("(int)Limit", "(ulong)Wide")));
        Truth("comparison", 14, d => { PrimitiveType w = Any(PrimitiveType.Wide); return $"({Of(w, d)} {AnyOf("<", "<=", ">", ">=", "==", "!=")} {Of(w, d)})"; });
        Truth("comparison, narrow", 6, d => $"({Of(Any(PrimitiveType.Narrow), d)} {AnyOf("<", "<=", ">", ">=", "==", "!=")} {Of(Any(PrimitiveType.Narrow), d)})");
        Truth("comparison, mixed", 4, d => $"({Of(PrimitiveType.Int, d)} {AnyOf("<", "<=", ">", ">=", "==", "!=")} {Of(PrimitiveType.UInt, d)})");
        Truth("comparison with constant", 6, d => { PrimitiveType w = Any(PrimitiveType.All.Where(static x => x.Numeric).ToArray()); return $"({Of(w, d)} {AnyOf("<", "<=", ">", ">=", "==", "!=")} {Constant(w)})"; });
        Truth("mask test", 4, d => { PrimitiveType w = Any(PrimitiveType.Wide); return $"(({Of(w, d)} & {Constant(w)}) {AnyOf("==", "!=")} 0)"; });
        Truth("logic", 6, d => $"({Of(PrimitiveType.Bool, d)} {AnyOf("&&", "||", "&", "|", "^", "==", "!=")} {Of(PrimitiveType.Bool, d)})");
        Truth("not", 3, d => $"!{Of(PrimitiveType.Bool, d)}");
        Truth("pattern", 4, d => { PrimitiveType w = Any(PrimitiveType.Wide); return $"({Of(w, d)} is {AnyOf("> 3 and < 100", "0 or 5 or > 200", "not 7", "< 10 or 1000", ">= 128 and not 255")})"; });
        Truth("var pattern", 1, d => $"({Of(PrimitiveType.Long, d)} is var {_scope.Fresh("w")} && {_scope.Last("w")} > {Of(PrimitiveType.Long, d)})");
        Truth("map test", 2, d => $"Hash.{AnyOf("ContainsKey", "Remove")}({Of(PrimitiveType.UInt, d)} & 15)");
        Truth("map update", 2, d => $"Hash.{AnyOf("Set", "TryAdd", "TryUpdate")}({Of(PrimitiveType.UInt, d)} & 15, {Of(PrimitiveType.Long, d)})");
        Truth("ring write", 1, d => $"Ring.TryWrite({Of(PrimitiveType.Long, d)})");
        Truth("tuple equality", 1, d => $"(({Of(PrimitiveType.Int, d)}, {Of(PrimitiveType.Byte, d)}) {AnyOf("==", "!=")} ({Of(PrimitiveType.Int, d)}, {Of(PrimitiveType.Byte, d)}))");
    }

    private T Pick<T>(IReadOnlyList<T> items) => items[_random.Next(items.Count)];

    private string? Call(PrimitiveType type, int depth)
    {
        Method[] found = [.. _scope.Methods.Where(m => !m.TakesContext || _scope.HasContext)];
        if (found.Length == 0)
            return null;
        Method method = found[_random.Next(found.Length)];
        if (method.Result != type && (type == PrimitiveType.Bool || method.Result == PrimitiveType.Bool))
            return null;
        var arguments = new List<string>();
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

        string call = $"{method.Name}({string.Join(", ", arguments)})";
        return method.Result == type ? call : Cast(type, call);
    }
}
