using System.Collections.Generic;
using BpfSharp.Compiler.Ir;
using BpfSharp.Frontend.Lowering;

namespace BpfSharp.Frontend.Bcl;

/// <summary>
/// <c>Volatile</c> and memory barriers. An object runs on x86-64 and on arm64, where plain accesses have no order: before BPF has loads that acquire and stores
/// that release (Linux 6.15), only an atomic operation that gives the old value orders what stands around it (Documentation/atomic_t.txt). It is done on the stack.
/// </summary>
internal static class VolatileRows
{
    private const string Volatile = "M:System.Threading.Volatile.";

    private static readonly (string Name, IrType Memory)[] s_types =
    {
        ("Boolean", IrType.Bool), ("SByte", IrType.I8), ("Byte", IrType.U8), ("Int16", IrType.I16), ("UInt16", IrType.U16), ("Int32", IrType.I32), ("UInt32", IrType.U32),
        ("Int64", IrType.I64), ("UInt64", IrType.U64), ("IntPtr", IrType.I64), ("UIntPtr", IrType.U64),
    };

    public static IEnumerable<KeyValuePair<string, BclHandler>> All
    {
        get
        {
            foreach ((string name, IrType memory) in s_types)
            {
                yield return new($"{Volatile}Read(System.{name}@)", (m, c) => Read(m, c[0], memory));
                yield return new($"{Volatile}Write(System.{name}@,System.{name})", (m, c) => Write(m, c[0], c[1], memory));
            }

            yield return new("M:System.Threading.Interlocked.Read(System.Int64@)", static (m, c) => Read(m, c[0], IrType.I64));
            yield return new("M:System.Threading.Interlocked.Read(System.UInt64@)", static (m, c) => Read(m, c[0], IrType.U64));
            foreach (string barrier in new[] { "Volatile.ReadBarrier", "Volatile.WriteBarrier", "Interlocked.MemoryBarrier", "Thread.MemoryBarrier" })
                yield return new("M:System.Threading." + barrier, static (m, c) => Fence(m));
        }
    }

    private static IrValue Read(MethodLowering method, IrValue address, IrType memory)
    {
        IrValue value = method.Emit.Load(memory, address);
        Fence(method);
        return value;
    }

    private static IrValue? Write(MethodLowering method, IrValue address, IrValue value, IrType memory)
    {
        Fence(method);
        method.Emit.Store(memory, address, value);
        return null;
    }

    private static IrValue? Fence(MethodLowering method)
    {
        IrValue slot = method.Emit.Slot(IrType.U64, "");
        method.Emit.Store(IrType.U64, slot, IrConstant.I64(0));
        method.Emit.Add(new IrInstruction(IrOp.Atomic, IrType.I64, slot, IrConstant.I64(0)) { TypeArgument = IrType.U64, Symbol = "xchg" });
        return null;
    }
}
