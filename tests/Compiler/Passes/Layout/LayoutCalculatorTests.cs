using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Ir.Layout;
using Xunit;

namespace BpfSharp.Compiler.Tests.Passes.Layout;

/// <summary>Sizes and offsets are those that the CLR of this machine uses.</summary>
public sealed unsafe class LayoutCalculatorTests
{
    [Theory]
    [InlineData(typeof(Plain))]
    [InlineData(typeof(Packed1))]
    [InlineData(typeof(Packed2))]
    [InlineData(typeof(Union))]
    [InlineData(typeof(ExplicitSized))]
    [InlineData(typeof(SizeTooSmall))]
    [InlineData(typeof(SizeLarger))]
    [InlineData(typeof(Empty))]
    [InlineData(typeof(Nested))]
    [InlineData(typeof(Fixed))]
    [InlineData(typeof(Inline))]
    [InlineData(typeof(WithEnum))]
    [InlineData(typeof(WithPointer))]
    [InlineData(typeof(CharAndBool))]
    public void Layout_is_the_CLRs(Type type)
    {
        var module = new IrModule();
        TypeLayout layout = new LayoutCalculator(module).Get(Describe(type, module));
        MethodInfo sizeOf = typeof(Unsafe).GetMethod(nameof(Unsafe.SizeOf))!.MakeGenericMethod(type);
        Assert.Equal((int)sizeOf.Invoke(null, null)!, layout.Size);
        foreach (FieldInfo field in Fields(type))
        {
            Assert.True(layout.TryGetField(field.Name, out FieldLayout found));
            Assert.Equal(ClrOffset(type, field), found.Offset);
        }
    }

    [Fact]
    public void Type_arguments_are_put_in()
    {
        IrModule module = IrText.Module("""
            type "Pair`2" sequential generic 2 { "First": !0; "Second": !1; }
            type "Holder`1" sequential generic 1 { "Flag": u8; "Value": [Pair`2<!0, u16>]; }
            """);
        var layouts = new LayoutCalculator(module);
        TypeLayout layout = layouts.Get(IrType.Named("Holder`1", IrType.I64));
        Assert.Equal((24, 8), (layout.Size, layout.Alignment));
        Assert.Equal(8, layout.Fields[1].Offset);
        Assert.Equal(4, layouts.SizeOf(IrType.Named("Pair`2", IrType.U8, IrType.U16)));
    }

    [Theory]
    [InlineData("type \"A\" sequential { \"f\": [A]; }")]
    [InlineData("type \"A\" sequential { \"f\": [B]; }")]
    [InlineData("type \"A\" sequential generic 1 { \"f\": !0; }")]
    public void What_has_no_layout_is_said(string declaration) =>
        Assert.Throws<IrFormatException>(() => new LayoutCalculator(IrText.Module(declaration)).Get(IrType.Named("A")));

    private static IEnumerable<FieldInfo> Fields(Type type) =>
        type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic).OrderBy(static f => f.MetadataToken);

    private static int ClrOffset(Type type, FieldInfo field)
    {
        MethodInfo measure = typeof(LayoutCalculatorTests).GetMethod(nameof(Measure), BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(type);
        return (int)measure.Invoke(null, [field])!;
    }

    // Sets only this field, byte by byte different from zero, and looks where it went.
    private static int Measure<T>(FieldInfo field)
        where T : unmanaged
    {
        object boxed = default(T);
        field.SetValue(boxed, Filled(field.FieldType));
        T value = (T)boxed;
        return new Span<byte>(&value, sizeof(T)).IndexOfAnyExcept((byte)0);
    }

    private static object Filled(Type type)
    {
        if (type.IsPointer)
            return Pointer.Box((void*)0x0101010101010101, type);
        int size = type.IsEnum ? Marshal.SizeOf(Enum.GetUnderlyingType(type)) : (int)typeof(Unsafe).GetMethod(nameof(Unsafe.SizeOf))!.MakeGenericMethod(type).Invoke(null, null)!;
        byte[] ones = Enumerable.Repeat((byte)1, size).ToArray();
        return typeof(LayoutCalculatorTests).GetMethod(nameof(Read), BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(type).Invoke(null, [ones])!;
    }

    private static T Read<T>(byte[] bytes)
        where T : unmanaged => MemoryMarshal.Read<T>(bytes);

    private static IrType Describe(Type type, IrModule module)
    {
        if (type.IsPointer)
            return IrType.Ptr;
        IrType? primitive = Type.GetTypeCode(type.IsEnum ? null : type) switch
        {
            TypeCode.SByte => IrType.I8,
            TypeCode.Byte => IrType.U8,
            TypeCode.Int16 => IrType.I16,
            TypeCode.UInt16 => IrType.U16,
            TypeCode.Int32 => IrType.I32,
            TypeCode.UInt32 => IrType.U32,
            TypeCode.Int64 => IrType.I64,
            TypeCode.UInt64 => IrType.U64,
            TypeCode.Boolean => IrType.Bool,
            TypeCode.Char => IrType.Char,
            _ => null,
        };
        if (primitive is not null)
            return primitive;
        if (!module.Types.ContainsKey(type.Name))
            module.Types.Add(type.Name, Define(type, module));
        return IrType.Named(type.Name);
    }

    private static IrTypeDefinition Define(Type type, IrModule module)
    {
        if (type.IsEnum)
            return new IrTypeDefinition(type.Name, 0, IrLayout.Enum) { Underlying = Describe(Enum.GetUnderlyingType(type), module) };
        StructLayoutAttribute declared = type.StructLayoutAttribute!;
        var definition = new IrTypeDefinition(type.Name, 0, declared.Value == LayoutKind.Explicit ? IrLayout.Explicit : IrLayout.Sequential) { Pack = declared.Pack, Size = declared.Size };
        int inline = type.GetCustomAttribute<InlineArrayAttribute>()?.Length ?? 1;
        foreach (FieldInfo field in Fields(type))
        {
            FixedBufferAttribute? buffer = field.GetCustomAttribute<FixedBufferAttribute>();
            definition.Fields.Add(new IrField(
                field.Name,
                Describe(buffer?.ElementType ?? field.FieldType, module),
                field.GetCustomAttribute<FieldOffsetAttribute>()?.Value ?? -1,
                buffer?.Length ?? inline));
        }

        // An empty struct has a declared size of 1, put there by the C# compiler.
        if (type == typeof(Empty))
            definition.Size = 0;
        return definition;
    }

#pragma warning disable CS0169, CS0649, IDE0044
    private enum Small : byte { A }

    private struct Plain { public byte A; public long B; public short C; public int D; }

    [StructLayout(LayoutKind.Sequential, Pack = 1)]
    private struct Packed1 { public byte A; public long B; public short C; }

    [StructLayout(LayoutKind.Sequential, Pack = 2)]
    private struct Packed2 { public byte A; public int B; public byte C; }

    [StructLayout(LayoutKind.Explicit)]
    private struct Union { [FieldOffset(0)] public int A; [FieldOffset(0)] public short B; [FieldOffset(6)] public short C; [FieldOffset(8)] public byte D; }

    [StructLayout(LayoutKind.Explicit, Size = 20)]
    private struct ExplicitSized { [FieldOffset(3)] public byte A; [FieldOffset(8)] public long B; }

    [StructLayout(LayoutKind.Sequential, Size = 3)]
    private struct SizeTooSmall { public long A; public byte B; }

    [StructLayout(LayoutKind.Sequential, Size = 30)]
    private struct SizeLarger { public long A; public byte B; }

    private struct Empty;

    private struct Nested { public byte A; public Plain B; public Packed1 C; public byte D; }

    private struct Fixed { public byte A; public fixed ushort B[5]; public int C; }

    [InlineArray(3)]
    private struct Ints { private int _element; }

    private struct Inline { public byte A; public Ints B; public long C; }

    private struct WithEnum { public Small A; public DayOfWeek B; public Small C; }

    private struct WithPointer { public byte A; public int* B; }

    private struct CharAndBool { public bool A; public char B; public bool C; }
#pragma warning restore CS0169, CS0649, IDE0044
}
