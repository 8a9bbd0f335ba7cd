using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Loader;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Ir.Layout;
using BpfSharp.Frontend.Tests.Support;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;

namespace BpfSharp.Frontend.Tests;

/// <summary>Sizes and offsets of the types that the front end declares, against those of the CLR.</summary>
public class LayoutTests
{
    private const string Source = """
        using System.Runtime.CompilerServices; using System.Runtime.InteropServices;
        public enum Small : byte { A } public enum Wide : long { A = -1 }
        public struct Empty { }
        public struct Mixed { public byte A; public long B; public short C; public int D; public bool E; public char F; public Small G; public Wide H; public nint I; }
        public struct Properties { public byte First { get; set; } private int _second; public long Third { get; init; } public static int NotThis; public const int NorThis = 1; public readonly int Computed => _second; public short Fourth; }
        public record struct Positional(byte A, long B) { public short C; public int D { get; set; } }
        [StructLayout(LayoutKind.Sequential, Pack = 1)] public struct Packed { public byte A; public long B; public short C; }
        [StructLayout(LayoutKind.Sequential, Pack = 2)] public struct Packed2 { public byte A; public long B; public byte C; }
        [StructLayout(LayoutKind.Sequential, Size = 40)] public struct Sized { public byte A; public int B; }
        [StructLayout(LayoutKind.Sequential, Size = 3)] public struct TooSmall { public long A; public byte B; }
        [StructLayout(LayoutKind.Explicit)] public struct Union { [FieldOffset(0)] public int A; [FieldOffset(2)] public short B; [FieldOffset(8)] public byte C; }
        [StructLayout(LayoutKind.Explicit, Size = 32)] public struct UnionSized { [FieldOffset(4)] public long A; }
        public struct Nested { public byte A; public Packed B; public Mixed C; public Union D; }
        public struct Generic<T> where T : unmanaged { public byte A; public T B; public byte C; }
        [InlineArray(5)] public struct Five { private short _element; }
        public unsafe struct Fixed { public byte A; public fixed int B[3]; public byte C; public int* D; }
        public struct Uses { public Generic<long> A; public Generic<Packed> B; public Five C; public Fixed D; public Nested E; public Positional F; public Properties G; public Packed2 H; public Sized I; public TooSmall J; public UnionSized K; public Empty L; public byte M; }
        [BpfSharp.BpfFunction] public static class Roots { public static int All(in Uses uses) => uses.M; }
        """;

    [Fact]
    public void Types_lie_in_memory_as_the_clr_lays_them_out()
    {
        CSharpCompilation compilation = Lowered.Compile(Source, "Layouts");
        using var stream = new MemoryStream();
        Assert.True(compilation.Emit(stream).Success);
        stream.Position = 0;
        Assembly assembly = new AssemblyLoadContext(null, isCollectible: true).LoadFromStream(stream);
        IrModule module = BpfFrontend.LowerLibrary(compilation)!.Module;
        var layouts = new LayoutCalculator(module);
        var seen = new List<string>();
        Check(assembly.GetType("Uses")!, layouts, seen);
        Assert.Equal("", string.Join("\n", seen.Where(static s => s.Contains("instead"))));
        Assert.Contains(seen, static s => s.StartsWith("Fixed", StringComparison.Ordinal));
    }

    private static void Check(Type type, LayoutCalculator layouts, List<string> seen)
    {
        if (type.IsPrimitive || type.IsEnum || type.IsPointer || seen.Any(s => s.StartsWith(type.FullName + ":", StringComparison.Ordinal)))
            return;
        TypeLayout layout = layouts.Get(Map(type));
        int size = (int)typeof(LayoutTests).GetMethod(nameof(SizeOf), BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(type).Invoke(null, null)!;
        seen.Add($"{type.FullName}: {(layout.Size == size ? "equal" : $"{layout.Size} instead of {size}")}");
        FieldInfo[] fields = type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic);
        Assert.Equal(fields.Select(static f => f.Name), layout.Fields.Select(static f => f.Name));
        foreach (FieldInfo field in fields)
        {
            int offset = Offset(type, field);
            FieldLayout own = layout.Fields.Single(f => f.Name == field.Name);
            if (offset >= 0 && own.Offset != offset)
                seen.Add($"{type.FullName}.{field.Name}: {own.Offset} instead of {offset}");
            if (field.GetCustomAttribute<FixedBufferAttribute>() is null)
                Check(field.FieldType, layouts, seen);
        }
    }

    // Where the CLR writes the field: the first byte of a boxed instance that changes.
    private static int Offset(Type type, FieldInfo field)
    {
        if (!field.FieldType.IsPrimitive)
            return -1;
        object box = RuntimeHelpers.GetUninitializedObject(type);
        object value = field.FieldType == typeof(bool) ? true : field.FieldType == typeof(char) ? (char)0xffff : field.FieldType == typeof(nint) ? (nint)(-1) : Ones(field.FieldType);
        field.SetValue(box, value);
        Span<byte> bytes = MemoryMarshal.CreateSpan(ref Unsafe.As<Box>(box).First, 256);
        for (int i = 0; i < 256; i++)
        {
            if (bytes[i] != 0)
                return i;
        }

        return -1;
    }

    private static object Ones(Type type)
    {
        object box = RuntimeHelpers.GetUninitializedObject(type);
        MemoryMarshal.CreateSpan(ref Unsafe.As<Box>(box).First, Marshal.SizeOf(type)).Fill(0xff);
        return box;
    }

    private static IrType Map(Type type)
    {
        if (type.IsGenericType)
            return IrType.Named(type.GetGenericTypeDefinition().FullName!, type.GetGenericArguments().Select(Map).ToArray());
        return type == typeof(long) ? IrType.I64 : IrType.Named(type.FullName!);
    }

    private static int SizeOf<T>() => Unsafe.SizeOf<T>();

    private sealed class Box
    {
        public byte First;
    }
}
