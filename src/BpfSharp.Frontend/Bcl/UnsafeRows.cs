using System.Collections.Generic;
using BpfSharp.Compiler.Ir;
using BpfSharp.Frontend.Lowering;
using Microsoft.CodeAnalysis;

namespace BpfSharp.Frontend.Bcl;

/// <summary><c>System.Runtime.CompilerServices.Unsafe</c>.</summary>
internal static class UnsafeRows
{
    private const string Unsafe = "M:System.Runtime.CompilerServices.Unsafe.";

    public static IEnumerable<KeyValuePair<string, BclHandler>> All { get; } = new Dictionary<string, BclHandler>
    {
        [Unsafe + "As``2(``0@)"] = static (m, c) => c[0],
        [Unsafe + "AsRef``1(``0@)"] = static (m, c) => c[0],
        [Unsafe + "NullRef``1"] = static (m, c) => IrConstant.Null(),
        [Unsafe + "IsNullRef``1(``0@)"] = static (m, c) => m.Emit.Compare(IrOp.Eq, c[0], IrConstant.Null()),
        [Unsafe + "AreSame``1(``0@,``0@)"] = static (m, c) => m.Emit.Compare(IrOp.Eq, c[0], c[1]),
        [Unsafe + "IsAddressLessThan``1(``0@,``0@)"] = static (m, c) => m.Emit.Compare(IrOp.LtU, c[0], c[1]),
        [Unsafe + "IsAddressGreaterThan``1(``0@,``0@)"] = static (m, c) => m.Emit.Compare(IrOp.LtU, c[1], c[0]),
        [Unsafe + "SizeOf``1"] = static (m, c) => m.Emit.SizeOf(m.MemoryType(c.TypeArgument(0), c.At)),
        [Unsafe + "SkipInit``1(``0@)"] = static (m, c) => null,
        [Unsafe + "Add``1(``0@,System.Int32)"] = Add,
        [Unsafe + "Add``1(``0@,System.IntPtr)"] = Add,
        [Unsafe + "Add``1(``0@,System.UIntPtr)"] = Add,
        [Unsafe + "Subtract``1(``0@,System.Int32)"] = Subtract,
        [Unsafe + "Subtract``1(``0@,System.IntPtr)"] = Subtract,
        [Unsafe + "Subtract``1(``0@,System.UIntPtr)"] = Subtract,
        [Unsafe + "AddByteOffset``1(``0@,System.IntPtr)"] = static (m, c) => m.Emit.PointerAdd(c[0], c[1]),
        [Unsafe + "AddByteOffset``1(``0@,System.UIntPtr)"] = static (m, c) => m.Emit.PointerAdd(c[0], c[1]),
        [Unsafe + "SubtractByteOffset``1(``0@,System.IntPtr)"] = static (m, c) => m.Emit.PointerAdd(c[0], m.Emit.Unary(IrOp.Neg, c[1])),
        [Unsafe + "SubtractByteOffset``1(``0@,System.UIntPtr)"] = static (m, c) => m.Emit.PointerAdd(c[0], m.Emit.Unary(IrOp.Neg, c[1])),
        [Unsafe + "ByteOffset``1(``0@,``0@)"] = static (m, c) => m.Emit.Add(new IrInstruction(IrOp.PtrDiff, IrType.I64, c[1], c[0])),
        [Unsafe + "ReadUnaligned``1(System.Byte@)"] = static (m, c) => m.CopyFrom(c[0], c.TypeArgument(0), c.At),
        [Unsafe + "WriteUnaligned``1(System.Byte@,``0)"] = Write,
        [Unsafe + "BitCast``2(``0)"] = BitCast,
    };

    private static IrValue? Add(MethodLowering method, BclCall call) => method.Emit.Element(method.SourceType(call.TypeArgument(0), call.At), call[0], call[1]);

    private static IrValue? Subtract(MethodLowering method, BclCall call) =>
        method.Emit.Element(method.SourceType(call.TypeArgument(0), call.At), call[0], method.Emit.Unary(IrOp.Neg, call[1]));

    private static IrValue? Write(MethodLowering method, BclCall call)
    {
        method.StoreTo(call[0], call[1], call.TypeArgument(0), call.At);
        return null;
    }

    private static IrValue? BitCast(MethodLowering method, BclCall call) =>
        method.CopyFrom(method.Materialize(call[0], call.TypeArgument(0), call.At), call.TypeArgument(1), call.At);
}
