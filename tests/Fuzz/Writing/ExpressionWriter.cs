using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using BpfSharp.Fuzz.Coverage;

namespace BpfSharp.Fuzz.Writing;

/// <summary>Random expressions of a wanted type. All is in an unchecked context unless the expression says otherwise.</summary>
internal sealed partial class ExpressionWriter
{
    private static readonly long[] s_interesting =
    [
        0, 1, -1, 2, 3, 7, 8, 15, 16, 31, 32, 33, 63, 64, 100, 127, 128, 255, 256, 1000, -128, -129, short.MinValue, short.MaxValue, ushort.MaxValue,
        int.MinValue, int.MaxValue, uint.MaxValue, 1L << 32, long.MinValue, long.MaxValue, 0x1_8000_0000, -0x1_0000_0000,
    ];

    private readonly Random _random;
    private readonly Scope _scope;
    private readonly ContextType _context;
    private readonly Choice<(PrimitiveType Type, int Depth)> _numbers;
    private readonly Choice<(PrimitiveType Type, int Depth)> _truths;

    public ExpressionWriter(Random random, CoverageArea features, Scope scope, ContextType context)
    {
        (_random, _scope, _context) = (random, scope, context);
        (_numbers, _truths) = (new(features), new(features));
        AddShared();
        AddArithmetic();
        AddLibrary();
        AddMemory();
        AddTypes();
        AddTruths();
        AddSpans();
    }

    public string Of(PrimitiveType type, int depth)
    {
        if (depth <= 0 || _random.Next(6) == 0)
            return Leaf(type);
        return (type == PrimitiveType.Bool ? _truths : _numbers).Write(_random, (type, depth - 1)) ?? Leaf(type);
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
        return _random.Next(3) != 0 && Varying(type) is { } varying ? varying : Constant(type);
    }

    /// <summary>An index that is mostly inside.</summary>
    public string Index(int length, int depth) => _random.Next(15) switch
    {
        0 => _random.Next(length).ToString(CultureInfo.InvariantCulture),
        1 => Of(PrimitiveType.Int, depth),
        2 => $"(int)({Of(PrimitiveType.UInt, depth)} % {length + 1}u)",
        3 or 4 => $"(int)({Of(PrimitiveType.UInt, depth)} % {length}u)",
        _ => $"({Of(PrimitiveType.Int, depth)} & {HighestMask(length)})",
    };

    /// <summary>Of a span: now and then from its end.</summary>
    public string SpanIndex(int length, int depth) => _random.Next(12) == 0 ? $"^{_random.Next(1, length + 1)}" : Index(length, depth);

    public string Offset(int depth) => _random.Next(12) switch
    {
        < 6 => _random.Next(80).ToString(CultureInfo.InvariantCulture),
        6 => Of(PrimitiveType.Int, depth),
        7 => $"({Of(PrimitiveType.Byte, depth)} & 0x7f)",
        _ => $"(({Of(PrimitiveType.Int, depth)} & {HighestMask(1 << _random.Next(2, 7))}) + {_random.Next(30)})",
    };

    /// <summary>Not a constant: C# itself refuses constants that overflow or divide by zero. Null where there is no variable.</summary>
    public string? Varying(PrimitiveType type)
    {
        Variable[] found = type == PrimitiveType.Bool ? [] : [.. _scope.Variables.Where(static v => v.Type != PrimitiveType.Bool)];
        return found.Length == 0 ? null : $"({type.Name}){found[_random.Next(found.Length)].Path}";
    }

    private static string Bracket(int value) => value == int.MinValue ? "int.MinValue" : value < 0 ? $"({value})" : value.ToString(CultureInfo.InvariantCulture);

    private static string Literal(long value) => value == long.MinValue ? "long.MinValue" : $"({value}L)";

    private static int HighestMask(int length)
    {
        int mask = length > 1 ? 1 : 0;
        while (mask * 2 + 1 < length)
            mask = mask * 2 + 1;
        return mask;
    }

    private static string Cast(PrimitiveType type, string text) => $"({type.Name})({text})";

    private PrimitiveType Any(params PrimitiveType[] types) => types[_random.Next(types.Length)];

    private T Pick<T>(IReadOnlyList<T> items) => items[_random.Next(items.Count)];

    private string AnyOf(params string[] texts) => texts[_random.Next(texts.Length)];

    private string? Assignable(PrimitiveType type)
    {
        Variable[] found = [.. _scope.Variables.Where(v => v.Writable && v.Type == type)];
        return found.Length == 0 ? null : found[_random.Next(found.Length)].Path;
    }

    private void Number(string name, int weight, Func<PrimitiveType, int, string?> write) => _numbers.Add(name, weight, a => write(a.Type, a.Depth));

    /// <summary>Of a number that C# converts: what is written need not have the wanted type.</summary>
    private void Cast(string name, int weight, Func<int, string?> write) =>
        _numbers.Add(name, weight, a => write(a.Depth) is { } text ? Cast(a.Type, text) : null);

    private void Integer(string name, int weight, Func<PrimitiveType, int, string?> write) =>
        _numbers.Add(name, weight, a => a.Type != PrimitiveType.Kind && a.Type != PrimitiveType.Level ? write(a.Type, a.Depth) : null);

    private void Truth(string name, int weight, Func<int, string?> write) => _truths.Add(name, weight, a => write(a.Depth));

    private void Each(string name, int weight, Func<PrimitiveType, int, string?> write)
    {
        _numbers.Add(name, weight, a => write(a.Type, a.Depth));
        _truths.Add(name, weight, a => write(a.Type, a.Depth));
    }
}
