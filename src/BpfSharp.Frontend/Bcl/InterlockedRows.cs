using System.Collections.Generic;
using BpfSharp.Compiler.Ir;
using BpfSharp.Frontend.Lowering;

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
                yield return new($"{Interlocked}Exchange({type}@,{type})", (m, c) => Atomic(m.Emit, memory, "xchg", c[0], c[1]));
                yield return new($"{Interlocked}CompareExchange({type}@,{type},{type})", (m, c) => Atomic(m.Emit, memory, "cmpxchg", c[0], c[1], c[2]));
            }
        }
    }

    private static IrValue Atomic(IrBuilder emit, IrType memory, string operation, params IrValue[] operands) =>
        emit.Add(new IrInstruction(IrOp.Atomic, memory.ValueType, operands) { TypeArgument = memory, Symbol = operation });
}
