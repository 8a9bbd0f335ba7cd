using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using BpfSharp.Frontend.Tests.Support;
using Xunit;

namespace BpfSharp.Frontend.Tests;

/// <summary>Where fields lie: generated structs, laid out by us and by the CLR.</summary>
public class LayoutTests
{
    private const int Structs = 100;

    private static readonly (string Name, int Size)[] s_primitives =
    [
        ("byte", 1), ("sbyte", 1), ("bool", 1), ("short", 2), ("ushort", 2), ("char", 2), ("int", 4), ("uint", 4), ("long", 8), ("ulong", 8), ("nint", 8), ("nuint", 8),
        ("DayOfWeek", 4), ("Tiny", 1), ("Huge", 8),
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Offsets_and_sizes_are_those_of_the_CLR(int seed)
    {
        var random = new Random(seed);
        var types = new StringBuilder("public enum Tiny : byte { A } public enum Huge : ulong { A }\n");
        var methods = new StringBuilder();
        for (int i = 0; i < Structs; i++)
        {
            List<(string Type, string Name)> fields = [.. Enumerable.Range(0, random.Next(1, 8)).Select(f => (FieldType(random, i), $"F{f}"))];
            bool isArray = random.Next(8) == 0;
            bool isExplicit = !isArray && random.Next(4) == 0;
            if (isArray)
                fields = fields[..1];
            types.AppendLine(isArray ? $"[InlineArray({random.Next(1, 6)})]" : Attribute(random, isExplicit));
            types.AppendLine($"public struct S{i} {{ {string.Concat(fields.Select(f => Field(random, f.Type, f.Name, isExplicit)))} }}");
            methods.AppendLine($"public static long M{i}() {{ S{i} s = default; long hash = Unsafe.SizeOf<S{i}>();");
            foreach ((string type, string name) in fields)
                methods.AppendLine($"hash = hash * 1009 + (long)Unsafe.ByteOffset(ref Unsafe.As<S{i}, byte>(ref s), ref Unsafe.As<{type}, byte>(ref s.{name}));");
            methods.AppendLine("return hash; }");
        }

        Twin.Check(methods.ToString(), types.ToString());
    }

    // Earlier structs are fields too, half as often as primitives; only the smaller ones, so that sizes stay on the stack.
    private static string FieldType(Random random, int count) =>
        count > 0 && random.Next(3) == 0 ? $"S{random.Next(Math.Min(count, 12))}" : s_primitives[random.Next(s_primitives.Length)].Name;

    private static string Attribute(Random random, bool isExplicit)
    {
        int pack = random.Next(3) == 0 ? 1 << random.Next(5) : 0;
        int size = random.Next(4) == 0 ? random.Next(1, 40) : 0;
        return $"[StructLayout(LayoutKind.{(isExplicit ? "Explicit" : "Sequential")}, Pack = {pack}, Size = {size})]";
    }

    private static string Field(Random random, string type, string name, bool isExplicit) =>
        $"{(isExplicit ? $"[FieldOffset({random.Next(24)})] " : "")}public {type} {name}; ";
}
