using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using BpfSharp.Fuzz.Coverage;

namespace BpfSharp.Fuzz.Writing;

/// <summary>One random program class; its one program is called Run.</summary>
internal static class ProgramWriter
{
    /// <summary>Of some tc classes: a program that does as Run does, for packets on an interface. The verdict shows in a field, and each packet goes on to who looks at it.</summary>
    public const string LiveName = "Live";

    // Not where the packet's end is moved: a packet socket has the kernel find the transport header, up to which a tail can be cut (__bpf_skb_min_len); a test run has not.
    private const string Live = """

            private static int s_verdict;
            [TcProgram(OnFault = TcAction.Next)]
            public static TcAction Live(TcContext ctx)
            {
                s_verdict = -1;
                s_verdict = (int)Run(ctx);
                return TcAction.Next;
            }
        """;

    /// <param name="target">The lowest kernel that it is for.</param>
    public static string Write(string name, int seed, CoverageArea features, Version target)
    {
        var random = new Random(seed);
        ContextType context = random.Next(5) < 2 ? ContextType.Tc : ContextType.Xdp;
        var structs = new List<StructType>();
        var declarations = new StringBuilder();
        for (int i = 0; i < 3; i++)
            structs.Add(StructWriter.Write(random, i, structs, declarations));

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
            methods.Add(MethodWriter.Write(random, features, context, i, structs, globals, methods, declarations));

        string body = WriteRun(random, features, context, target, structs, globals, methods);
        return $$"""
            using System;
            using System.Buffers.Binary;
            using System.Numerics;
            using System.Runtime.CompilerServices;
            using System.Runtime.InteropServices;
            using System.Threading;
            using BpfSharp;
            using BpfSharp.Protocols;
            using static Functions;
            public static partial class {{name}}
            {
            {{Maps.Declare(declarations + body)}}{{declarations}}
                private static ulong s_sum;{{(context == ContextType.Tc && (seed & 3) == 0 && IsForSegments(declarations + body) ? Live : "")}}
                {{context.Attribute}}
                public static unsafe {{context.Action}} Run({{context.Context}} ctx)
                {
                    unchecked
                    {
            {{body}}
                    }
                }
            }

            """;
    }

    // Sockets are those of the run's own namespace. What is read under a lock is linear before it, read or not.
    private static bool IsForSegments(string text)
    {
        bool Has(string part) => text.Contains(part, StringComparison.Ordinal);
        return !Has("ChangeTail") && !Has("Socket(") && !(Has("Lock.Enter") && (Has(".Bytes") || Has("LinearLength")));
    }

    private static string WriteRun(
        Random random, CoverageArea features, ContextType context, Version target, List<StructType> structs, List<Variable> globals, List<Method> methods)
    {
        var scope = new Scope { HasContext = true, IsMain = true, Target = target };
        scope.Variables.AddRange(globals);
        scope.Methods.AddRange(methods);
        var expressions = new ExpressionWriter(random, features, scope, context);
        var statements = new StatementWriter(random, features, scope, expressions, structs, context)
        {
            Result = _ => $"return ({context.Action})({expressions.Of(PrimitiveType.Int, 2)} & 3);",
        };
        var text = new StringBuilder();
        for (int i = 0; i < 4; i++)
        {
            PrimitiveType type = PrimitiveType.Memory[random.Next(PrimitiveType.Memory.Length)];
            // Short packets are to get further than here.
            text.Append(i == 3
                ? $"{type.Name} v1003 = ctx.Packet.Header<{type.Name}>({14 + 8 * i});\n"
                : $"{type.Name} v{1000 + i} = ctx.Packet.TryHeader({14 + 8 * i}, out Ref<{type.Name}> h{1000 + i}) ? h{1000 + i}.Value : {expressions.Constant(type)};\n");
            scope.Variables.Add(new Variable($"v{1000 + i}", type, true));
        }

        text.Append(statements.Statements(random.Next(5) == 0 ? random.Next(6, 10) : random.Next(2, 6), 3));
        foreach (Variable variable in scope.Variables.Where(static v => v.Path[0] is not ('q' or 'r')))
            text.Append(CultureInfo.InvariantCulture, $"s_sum = s_sum * 31 + {(variable.Type == PrimitiveType.Bool ? $"({variable.Path} ? 1ul : 2ul)" : $"(ulong){variable.Path}")};\n");
        text.Append(CultureInfo.InvariantCulture, $"return ({context.Action})({expressions.Of(PrimitiveType.Int, 3)} & 3);\n");
        return text.ToString();
    }
}
