using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.Loader;
using BpfSharp.Compiler.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;

namespace BpfSharp.Frontend.Tests.Support;

/// <summary>Runs the same methods as .NET runs them and as their IR says, on the same arguments: results and faults must be equal.</summary>
internal static class Twin
{
    private const int RunsPerMethod = 150;

    private static readonly long[] s_edges =
    [
        0, 1, 2, 3, 5, 7, 8, 31, 32, 33, 63, 64, 100, 127, 128, 255, 256, 32767, 32768, 65535, 65536, int.MaxValue, uint.MaxValue, long.MaxValue,
        -1, -2, -3, -7, -128, -129, -32768, -32769, int.MinValue, int.MinValue - 1L, long.MinValue, 0x1234_5678_9abc_def0, 0x8000_0000,
    ];

    /// <param name="members">Members of a static class; its public methods of scalars are run.</param>
    /// <param name="types">Types beside the class.</param>
    public static void Check(string members, string types = "")
    {
        string source = "using System; using System.Numerics; using System.Buffers.Binary; using System.Runtime.CompilerServices; using System.Runtime.InteropServices; using BpfSharp;\n" + types
            + "\n[BpfFunction] public static class Methods {\n" + members + "\n}";
        CSharpCompilation compilation = Lowered.Compile(source, "Twin" + Guid.NewGuid().ToString("N"));
        using var stream = new MemoryStream();
        var emitted = compilation.Emit(stream);
        Assert.True(emitted.Success, string.Join("\n", emitted.Diagnostics.Where(static d => d.Severity == DiagnosticSeverity.Error)));
        LoweringResult lowered = BpfFrontend.LowerLibrary(compilation)!;
        Assert.Equal("", Lowered.Problems(lowered));
        stream.Position = 0;
        Type type = new AssemblyLoadContext(null, isCollectible: true).LoadFromStream(stream).GetType("Methods")!;
        MethodInfo[] methods = type.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly)
            .Where(static m => !m.IsGenericMethod && IsScalar(m.ReturnType) && m.GetParameters().All(static p => IsScalar(p.ParameterType))).ToArray();
        Assert.NotEmpty(methods);
        foreach (MethodInfo method in methods)
            Check(method, lowered.Module);
    }

    private static void Check(MethodInfo method, IrModule module)
    {
        string name = module.Functions.Keys.Where(static k => !k.Contains('|')).Single(k => k == "M:Methods." + method.Name || k.StartsWith("M:Methods." + method.Name + "(", StringComparison.Ordinal));
        var random = new Random(12345);
        ParameterInfo[] parameters = method.GetParameters();
        for (int run = 0; run < (parameters.Length == 0 ? 1 : RunsPerMethod); run++)
        {
            object[] arguments = parameters.Select(p => Box(p.ParameterType, Pick(random, run))).ToArray();
            string expected = Managed(method, arguments);
            string actual = Interpreted(module, name, arguments.Select(Bits).ToArray(), method.ReturnType);
            Assert.True(expected == actual, $"{method.Name}({string.Join(", ", arguments)}): .NET gives {expected}, the IR {actual}\n{IrPrinter.Print(module.Functions[name], withSpans: false)}");
        }
    }

    private static long Pick(Random random, int run) => run < RunsPerMethod * 2 / 3
        ? s_edges[random.Next(s_edges.Length)]
        : random.NextInt64(long.MinValue, long.MaxValue) >> random.Next(64);

    private static string Managed(MethodInfo method, object[] arguments)
    {
        try
        {
            return Text(Bits(method.Invoke(null, arguments)!));
        }
        catch (TargetInvocationException e)
        {
            FaultKind kind = e.InnerException switch
            {
                IndexOutOfRangeException or ArgumentOutOfRangeException => FaultKind.IndexOutOfRange,
                DivideByZeroException => FaultKind.DivideByZero,
                OverflowException => FaultKind.Overflow,
                _ => FaultKind.Thrown,
            };
            return "fault " + kind;
        }
    }

    private static string Interpreted(IrModule module, string name, long[] arguments, Type type)
    {
        try
        {
            return Text(new IrInterpreter(module).Run(name, arguments));
        }
        catch (FaultException e)
        {
            return "fault " + e.Kind;
        }
    }

    private static string Text(long value) => value.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static bool IsScalar(Type type) => type.IsEnum || type.IsPrimitive && type != typeof(float) && type != typeof(double);

    private static object Box(Type type, long value)
    {
        if (type.IsEnum)
            return Enum.ToObject(type, Box(Enum.GetUnderlyingType(type), value));
        return type switch
        {
            _ when type == typeof(bool) => (value & 1) != 0,
            _ when type == typeof(char) => (char)value,
            _ when type == typeof(sbyte) => (sbyte)value,
            _ when type == typeof(byte) => (byte)value,
            _ when type == typeof(short) => (short)value,
            _ when type == typeof(ushort) => (ushort)value,
            _ when type == typeof(int) => (int)value,
            _ when type == typeof(uint) => (uint)value,
            _ when type == typeof(ulong) => (ulong)value,
            _ when type == typeof(nint) => (nint)value,
            _ when type == typeof(nuint) => (nuint)value,
            _ => value,
        };
    }

    // As the IR has it: 32 bits and less in an i32, kept sign-extended here.
    private static long Bits(object value) => value switch
    {
        Enum e => Bits(Convert.ChangeType(e, e.GetTypeCode())),
        bool b => b ? 1 : 0,
        char c => c,
        uint u => (int)u,
        ulong u => (long)u,
        nint n => n,
        nuint n => (long)n,
        _ => Convert.ToInt64(value),
    };
}
