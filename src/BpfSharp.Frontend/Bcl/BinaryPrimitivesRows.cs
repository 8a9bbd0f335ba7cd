using System.Collections.Generic;
using BpfSharp.Compiler.Ir;
using BpfSharp.Frontend.Lowering;
using BpfSharp.Frontend.Operations;
using Microsoft.CodeAnalysis;

namespace BpfSharp.Frontend.Bcl;

/// <summary><c>System.Buffers.Binary.BinaryPrimitives</c>, made of the types that it has members for.</summary>
internal static class BinaryPrimitivesRows
{
    private const string Primitives = "M:System.Buffers.Binary.BinaryPrimitives.";

    private static readonly (string Name, IrType Memory)[] s_types =
    {
        ("Int16", IrType.I16), ("UInt16", IrType.U16), ("Int32", IrType.I32), ("UInt32", IrType.U32), ("Int64", IrType.I64), ("UInt64", IrType.U64),
        ("IntPtr", IrType.I64), ("UIntPtr", IrType.U64),
    };

    public static IEnumerable<KeyValuePair<string, BclHandler>> All
    {
        get
        {
            foreach ((string name, IrType memory) in s_types)
            {
                yield return new($"{Primitives}ReverseEndianness(System.{name})", (m, c) => Reverse(m, c[0], memory));
                foreach (bool isBig in new[] { true, false })
                {
                    string order = isBig ? "BigEndian" : "LittleEndian";
                    yield return new($"{Primitives}Read{name}{order}(System.ReadOnlySpan{{System.Byte}})", (m, c) => Read(m, c, memory, isBig));
                    yield return new($"{Primitives}Write{name}{order}(System.Span{{System.Byte}},System.{name})", (m, c) => Write(m, c, memory, isBig));
                    yield return new($"{Primitives}TryRead{name}{order}(System.ReadOnlySpan{{System.Byte}},System.{name}@)", (m, c) => TryRead(m, c, memory, isBig));
                    yield return new($"{Primitives}TryWrite{name}{order}(System.Span{{System.Byte}},System.{name})", (m, c) => TryWrite(m, c, memory, isBig));
                }
            }

            yield return new($"{Primitives}ReverseEndianness(System.Byte)", static (m, c) => c[0]);
            yield return new($"{Primitives}ReverseEndianness(System.SByte)", static (m, c) => c[0]);
        }
    }

    public static IrValue Reverse(MethodLowering method, IrValue value, IrType memory)
    {
        IrOp op = memory.PrimitiveSize switch
        {
            2 => IrOp.Bswap16,
            4 => IrOp.Bswap32,
            _ => IrOp.Bswap64,
        };
        IrValue reversed = method.Emit.Unary(op, value);
        return memory == IrType.I16 ? method.Emit.Convert(IrOp.ExtI16, IrType.I32, reversed) : reversed;
    }

    private static IrValue? Read(MethodLowering method, BclCall call, IrType memory, bool isBig)
    {
        method.Emit.Guard(FaultKind.IndexOutOfRange, HasRoom(method, call, memory));
        return Load(method, call, memory, isBig);
    }

    private static IrValue? Write(MethodLowering method, BclCall call, IrType memory, bool isBig)
    {
        method.Emit.Guard(FaultKind.IndexOutOfRange, HasRoom(method, call, memory));
        Store(method, call, memory, isBig);
        return null;
    }

    private static IrValue? TryRead(MethodLowering method, BclCall call, IrType memory, bool isBig) => IfRoom(
        method,
        call,
        memory,
        () => method.Emit.Store(memory, call[1], Load(method, call, memory, isBig)),
        () => method.Emit.Store(memory, call[1], new IrConstant(memory.ValueType, 0)));

    private static IrValue? TryWrite(MethodLowering method, BclCall call, IrType memory, bool isBig) =>
        IfRoom(method, call, memory, () => Store(method, call, memory, isBig), static () => { });

    private static IrValue IfRoom(MethodLowering method, BclCall call, IrType memory, System.Action yes, System.Action no)
    {
        IrValue hasRoom = HasRoom(method, call, memory);
        var then = new IrBlock();
        var otherwise = new IrBlock();
        var after = new IrBlock();
        method.Emit.BranchIf(hasRoom, then, otherwise);
        method.Emit.Start(then);
        yes();
        method.Emit.Branch(after);
        method.Emit.Start(otherwise);
        no();
        method.Emit.Branch(after);
        method.Emit.Start(after);
        return hasRoom;
    }

    private static IrValue HasRoom(MethodLowering method, BclCall call, IrType memory) =>
        method.Emit.Compare(IrOp.LeU, IrConstant.I32(memory.PrimitiveSize), SpanMembers.Length(method, call[0], call.Method.Parameters[0].Type, call.At));

    private static IrValue Load(MethodLowering method, BclCall call, IrType memory, bool isBig)
    {
        IrValue value = method.Emit.Load(memory, SpanMembers.Reference(method, call[0], call.Method.Parameters[0].Type, call.At));
        return isBig ? Reverse(method, value, memory) : value;
    }

    private static void Store(MethodLowering method, BclCall call, IrType memory, bool isBig)
    {
        IrValue value = isBig ? Reverse(method, call[1], memory) : call[1];
        method.Emit.Store(memory, SpanMembers.Reference(method, call[0], call.Method.Parameters[0].Type, call.At), value);
    }
}
