using System.Collections.Generic;
using System.Linq;
using BpfSharp.Compiler.Ir;
using BpfSharp.Frontend.Lowering;
using Microsoft.CodeAnalysis;

namespace BpfSharp.Frontend.Bcl;

/// <summary><c>System.Threading.Interlocked</c> on 4 and 8 bytes: BPF has no narrower atomics.</summary>
internal static class InterlockedRows
{
    private const string Interlocked = "M:System.Threading.Interlocked.";

    private static readonly (string Name, IrType Memory)[] s_types =
    {
        ("Int32", IrType.I32), ("UInt32", IrType.U32), ("Int64", IrType.I64), ("UInt64", IrType.U64),
    };

    public static IEnumerable<KeyValuePair<string, BclHandler>> All
    {
        get
        {
            foreach ((string name, IrType memory) in s_types)
            {
                string type = "System." + name;
                IrConstant one = new(memory.ValueType, 1);
                IrConstant minusOne = new(memory.ValueType, -1);
                // Add and its kin give the new value, the others the old one.
                yield return new($"{Interlocked}Add({type}@,{type})", (m, c) => m.Emit.Binary(IrOp.Add, Atomic(m.Emit, memory, "add", c[0], c[1]), c[1]));
                yield return new($"{Interlocked}Increment({type}@)", (m, c) => m.Emit.Binary(IrOp.Add, Atomic(m.Emit, memory, "add", c[0], one), one));
                yield return new($"{Interlocked}Decrement({type}@)", (m, c) => m.Emit.Binary(IrOp.Add, Atomic(m.Emit, memory, "add", c[0], minusOne), minusOne));
                yield return new($"{Interlocked}And({type}@,{type})", (m, c) => Atomic(m.Emit, memory, "and", c[0], c[1]));
                yield return new($"{Interlocked}Or({type}@,{type})", (m, c) => Atomic(m.Emit, memory, "or", c[0], c[1]));
            }

            foreach (string type in new[] { "System.Int32", "System.UInt32", "System.Int64", "System.UInt64", "System.IntPtr", "System.UIntPtr", "System.SByte", "System.Byte", "System.Int16", "System.UInt16" })
            {
                yield return new($"{Interlocked}Exchange({type}@,{type})", static (m, c) => Replace(m, c, "xchg"));
                yield return new($"{Interlocked}CompareExchange({type}@,{type},{type})", static (m, c) => Replace(m, c, "cmpxchg"));
            }

            // Of enums.
            yield return new($"{Interlocked}Exchange``1(``0@,``0)", static (m, c) => Replace(m, c, "xchg"));
            yield return new($"{Interlocked}CompareExchange``1(``0@,``0,``0)", static (m, c) => Replace(m, c, "cmpxchg"));
        }
    }

    private static IrValue Replace(MethodLowering method, BclCall call, string operation)
    {
        ITypeSymbol type = call.Method.Parameters[0].Type;
        if (method.Types.Memory(type) is not { IsPrimitive: true, PrimitiveSize: 4 or 8 } memory)
            return method.Refuse("BPF1072", call.At, "Interlocked." + call.Method.Name, type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat));
        return Atomic(method.Emit, memory, operation, call.Arguments.ToArray());
    }

    private static IrValue Atomic(IrBuilder emit, IrType memory, string operation, params IrValue[] operands) =>
        emit.Add(new IrInstruction(IrOp.Atomic, memory.ValueType, operands) { TypeArgument = memory, Symbol = operation });
}
