using System;
using BpfSharp.Fuzz.Coverage;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;

namespace BpfSharp.Fuzz.Writing;

/// <summary>One random program class; its one XDP program is called Run.</summary>
internal static class ProgramWriter
{
    /// <summary>Maps, constants and small functions that every program may use.</summary>
    private const string Fixed = """
            private static readonly HashMap<uint, long> Hash = new(maxEntries: 12);
            private static readonly LruHashMap<uint, long> Lru = new(maxEntries: 64);
            private static readonly ArrayMap<long> Array = new(maxEntries: 8);
            private static readonly ArrayMap<S0> Records = new(maxEntries: 4);
            private static readonly PerCpuArrayMap<long> PerCpu = new(maxEntries: 8);
            private static readonly LpmTrieMap<Ipv4Prefix, uint> Lpm = new(maxEntries: 16);
            private static readonly RingBufferMap<long> Ring = new(byteSize: 4096);
            private static readonly LoadConstant<int> Limit = 5;
            private static readonly LoadConstant<ulong> Wide = 0x8000000000000001;
            public enum Kind : byte { One, Two, Big = 200 }
            public enum Level : long { Low = -5, High = 1L << 40 }
            private static T Pick<T>(bool first, T a, T b) where T : unmanaged => first ? a : b;
            private static void Swap<T>(ref T a, ref T b) where T : unmanaged { T c = a; a = b; b = c; }
            public interface IFold<T> where T : IFold<T> { static abstract long Fold(long a, long b); }
            public struct Adder : IFold<Adder> { public static long Fold(long a, long b) => a + b; }
            public struct Mixer : IFold<Mixer> { public static long Fold(long a, long b) => (a ^ b) >> 1; }
            private static long Fold<T>(long a, long b) where T : struct, IFold<T> => T.Fold(a, b);
            private static Ipv4Address Address(uint x) => new Ipv4Address(10, (byte)(x & 1), (byte)(x & 3), (byte)x);
            private static int Turn(this int x, int y) => x * 31 - y;

        """;

    public static string Write(string name, int seed, CoverageArea features)
    {
        var random = new Random(seed);
        var structs = new List<StructType>();
        var declarations = new StringBuilder();
        for (int i = 0; i < 3; i++)
            structs.Add(WriteStruct(random, i, structs, declarations));

        var globals = new List<Variable>();
        for (int i = 0; i < 3; i++)
        {
            PrimitiveType type = PrimitiveType.Memory[random.Next(PrimitiveType.Memory.Length)];
            string initial = type == PrimitiveType.Kind ? "Kind.Two" : random.Next(100).ToString(CultureInfo.InvariantCulture);
            declarations.Append(CultureInfo.InvariantCulture, $"    private static {type.Name} s_g{i} = {initial};\n");
            globals.Add(new Variable($"s_g{i}", type, true));
        }

        var methods = new List<Method>();
        int count = random.Next(4);
        for (int i = 0; i < count; i++)
            methods.Add(WriteMethod(random, features, i, structs, globals, methods, declarations));

        string body = WriteRun(random, features, structs, globals, methods);
        return $$"""
            using System;
            using System.Buffers.Binary;
            using System.Numerics;
            using BpfSharp;
            using BpfSharp.Protocols;
            public static partial class {{name}}
            {
            {{Fixed}}
            {{declarations}}
                private static ulong s_sum;
                [XdpProgram(OnFault = XdpAction.Tx)]
                public static XdpAction Run(XdpContext ctx)
                {
                    unchecked
                    {
            {{body}}
                    }
                }
            }

            """;
    }

    private static StructType WriteStruct(Random random, int index, List<StructType> earlier, StringBuilder text)
    {
        var fields = new List<(string Path, PrimitiveType Type)>();
        var members = new StringBuilder();
        bool packed = random.Next(3) == 0 || index == 0;
        int count = random.Next(1, 5);
        for (int i = 0; i < count; i++)
        {
            if (index > 0 && random.Next(4) == 0)
            {
                StructType inner = earlier[random.Next(earlier.Count)];
                members.Append(CultureInfo.InvariantCulture, $"public {inner.Name} N{i}; ");
                fields.AddRange(inner.Fields.Select(f => ($"N{i}.{f.Path}", f.Type)));
                continue;
            }

            PrimitiveType type = PrimitiveType.Memory[random.Next(PrimitiveType.Memory.Length)];
            members.Append(CultureInfo.InvariantCulture, $"public {type.Name} M{i}; ");
            fields.Add(($"M{i}", type));
        }

        string layout = packed ? "[System.Runtime.InteropServices.StructLayout(System.Runtime.InteropServices.LayoutKind.Sequential, Pack = 1)] " : "";
        text.Append(CultureInfo.InvariantCulture, $"    {layout}public struct S{index} {{ {members}}}\n");
        return new StructType($"S{index}", fields);
    }

    private static Method WriteMethod(Random random, CoverageArea features, int index, List<StructType> structs, List<Variable> globals, List<Method> earlier, StringBuilder text)
    {
        var scope = new Scope { HasContext = random.Next(2) == 0 };
        scope.Variables.AddRange(globals);
        scope.Methods.AddRange(earlier);
        var parameters = new List<(string, PrimitiveType?, StructType?)>();
        var declared = new List<string>();
        var before = new StringBuilder();
        if (scope.HasContext)
            declared.Add("XdpContext ctx");
        int count = random.Next(4);
        for (int i = 0; i < count; i++)
        {
            string mode = random.Next(7) switch { 0 or 1 => "ref", 2 => "in", 3 => "out", _ => "" };
            bool writable = mode != "in";
            if (random.Next(3) == 0)
            {
                StructType type = structs[random.Next(structs.Count)];
                parameters.Add((mode, null, type));
                declared.Add($"{mode} {type.Name} p{i}".Trim());
                scope.Structs.AddRange(writable ? [($"p{i}", type)] : []);
                scope.Variables.AddRange(type.Fields.Select(f => new Variable($"p{i}.{f.Path}", f.Type, writable)));
            }
            else
            {
                PrimitiveType type = PrimitiveType.All[random.Next(PrimitiveType.All.Length)];
                parameters.Add((mode, type, null));
                declared.Add($"{mode} {type.Name} p{i}".Trim());
                scope.Variables.Add(new Variable($"p{i}", type, writable));
            }

            if (mode == "out")
                before.Append(CultureInfo.InvariantCulture, $"p{i} = default;\n");
        }

        PrimitiveType result = PrimitiveType.All[random.Next(PrimitiveType.All.Length)];
        var method = new Method($"M{index}", result, scope.HasContext, parameters);
        var expressions = new ExpressionWriter(random, features, scope);
        var statements = new StatementWriter(random, features, scope, expressions, structs) { Result = d => $"return {expressions.Of(result, 2)};" };
        string body = statements.Statements(random.Next(1, 5), 2);
        text.Append(CultureInfo.InvariantCulture, $"    private static {result.Name} M{index}({string.Join(", ", declared)})\n{{\nunchecked\n{{\n{before}{body}return {expressions.Of(result, 3)};\n}}\n}}\n");
        return method;
    }

    private static string WriteRun(Random random, CoverageArea features, List<StructType> structs, List<Variable> globals, List<Method> methods)
    {
        var scope = new Scope { HasContext = true };
        scope.Variables.AddRange(globals);
        scope.Methods.AddRange(methods);
        var expressions = new ExpressionWriter(random, features, scope);
        var statements = new StatementWriter(random, features, scope, expressions, structs) { Result = _ => $"return (XdpAction)({expressions.Of(PrimitiveType.Int, 2)} & 3);" };
        var text = new StringBuilder();
        for (int i = 0; i < 4; i++)
        {
            PrimitiveType type = PrimitiveType.Memory[random.Next(PrimitiveType.Memory.Length)];
            text.Append(CultureInfo.InvariantCulture, $"{type.Name} v{1000 + i} = ctx.Packet.Header<{type.Name}>({14 + 8 * i});\n");
            scope.Variables.Add(new Variable($"v{1000 + i}", type, true));
        }

        text.Append(statements.Statements(random.Next(3, 9), 3));
        foreach (Variable variable in scope.Variables.Where(static v => v.Path[0] != 'q' && v.Path[0] != 'r'))
            text.Append(CultureInfo.InvariantCulture, $"s_sum = s_sum * 31 + {(variable.Type == PrimitiveType.Bool ? $"({variable.Path} ? 1ul : 2ul)" : $"(ulong){variable.Path}")};\n");
        text.Append(CultureInfo.InvariantCulture, $"return (XdpAction)({expressions.Of(PrimitiveType.Int, 3)} & 3);\n");
        return text.ToString();
    }
}
