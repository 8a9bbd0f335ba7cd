using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Linq;
using BpfSharp.Compiler.Ir;

namespace BpfSharp.Compiler.Tests.CodeGen.Execution;

/// <summary>Runs safe IR as docs/ir.md says, with nothing of the compiler in it.</summary>
internal sealed class IrInterpreter
{
    private const int MaxSteps = 1_000_000;

    private readonly IrModule _module;
    private readonly TestWorld _world;
    private readonly Dictionary<IrValue, ulong> _values = new();
    private readonly Dictionary<IrValue, ulong> _slots = new();

    private IrInterpreter(IrModule module, TestWorld world)
    {
        _module = module;
        _world = world;
    }

    /// <summary>The verdict; null after a fault, whose kind and span the world then knows.</summary>
    public static uint? Run(IrModule module, IrFunction function, TestWorld world) => new IrInterpreter(module, world).Run(function);

    private uint? Run(IrFunction function)
    {
        IrBlock block = function.Entry;
        _values[block.Parameters[0]] = _world.Context;
        int steps = 0;
        while (true)
        {
            IrTarget? target = null;
            foreach (IrInstruction i in block.Instructions)
            {
                if (++steps > MaxSteps)
                    throw new InvalidOperationException("the program does not end");
                switch (i.Op)
                {
                    case IrOp.Ret:
                        return (uint)Get(i.Operands[0]);
                    case IrOp.Fault:
                        _world.Fault = i.Span;
                        return null;
                    case IrOp.Resume:
                        _world.Fault = (int)Get(i.Operands[0]);
                        return null;
                    case IrOp.Br:
                        target = i.Targets[0];
                        break;
                    case IrOp.BrIf:
                        target = i.Targets[Get(i.Operands[0]) != 0 ? 0 : 1];
                        break;
                    default:
                        ulong result = Evaluate(i);
                        if (i.HasResult)
                            _values[i] = i.Type == IrType.I32 ? (uint)result : result;
                        break;
                }
            }

            ulong[] arguments = target!.Arguments.Select(Get).ToArray();
            block = target.Block;
            for (int n = 0; n < arguments.Length; n++)
                _values[block.Parameters[n]] = arguments[n];
        }
    }

    private ulong Get(IrValue value) => value is IrConstant constant ? (constant.Type == IrType.I32 ? (uint)constant.Value : (ulong)constant.Value) : _values[value];

    private ulong Evaluate(IrInstruction i)
    {
        ulong a = i.Operands.Count > 0 ? Get(i.Operands[0]) : 0;
        ulong b = i.Operands.Count > 1 ? Get(i.Operands[1]) : 0;
        bool narrow = i.Operands.Count > 0 && i.Operands[0].Type == IrType.I32;
        long signedA = narrow ? (int)a : (long)a;
        long signedB = narrow ? (int)b : (long)b;
        int count = (int)(b & (narrow ? 31u : 63u));
        return i.Op switch
        {
            IrOp.Add => a + b,
            IrOp.Sub => a - b,
            IrOp.Mul => a * b,
            IrOp.DivU => a / b,
            IrOp.RemU => a % b,
            IrOp.DivS => (ulong)(signedA / signedB),
            IrOp.RemS => (ulong)(signedA % signedB),
            IrOp.And => a & b,
            IrOp.Or => a | b,
            IrOp.Xor => a ^ b,
            IrOp.Shl => a << count,
            IrOp.ShrU => a >> count,
            IrOp.ShrS => (ulong)(signedA >> count),
            IrOp.Neg => 0 - a,
            IrOp.Not => ~a,
            IrOp.Eq => a == b ? 1UL : 0,
            IrOp.Ne => a != b ? 1UL : 0,
            IrOp.LtS => signedA < signedB ? 1UL : 0,
            IrOp.LeS => signedA <= signedB ? 1UL : 0,
            IrOp.LtU => a < b ? 1UL : 0,
            IrOp.LeU => a <= b ? 1UL : 0,
            IrOp.ExtI8 => (ulong)(sbyte)a,
            IrOp.ExtU8 => (byte)a,
            IrOp.ExtI16 => (ulong)(short)a,
            IrOp.ExtU16 => (ushort)a,
            IrOp.SExt => (ulong)(int)a,
            IrOp.ZExt or IrOp.Trunc => (uint)a,
            IrOp.Bswap16 => BinaryPrimitives.ReverseEndianness((ushort)a),
            IrOp.Bswap32 => BinaryPrimitives.ReverseEndianness((uint)a),
            IrOp.Bswap64 => BinaryPrimitives.ReverseEndianness(a),
            IrOp.PtrAdd => a + b,
            IrOp.PtrDiff => a - b,
            IrOp.PktFits => a + Get(i.Operands[2]) <= b ? 1UL : 0,
            IrOp.FaultSite => (uint)i.Span,
            IrOp.Slot => Slot(i),
            IrOp.GlobalAddr => _world.Global(i.Symbol!),
            IrOp.CtxLoad => Extend(_world.LoadContext(i.Immediate, i.TypeArgument!.PrimitiveSize), i),
            IrOp.Load => Extend(_world.Memory.Load(a, i.TypeArgument!.PrimitiveSize), i),
            IrOp.Store => Store(a, b, i),
            IrOp.Helper => _world.Call(_module.Helpers[i.Symbol!].Id),
            IrOp.Atomic => Atomic(i, a, b),
            _ => throw new InvalidOperationException($"{i.Op} is not known here"),
        };
    }

    private ulong Slot(IrInstruction i)
    {
        if (!_slots.TryGetValue(i, out ulong pointer))
            _slots.Add(i, pointer = _world.Memory.Allocate(i.Immediate));
        return pointer;
    }

    private static ulong Extend(ulong value, IrInstruction load) => load.TypeArgument!.Kind switch
    {
        IrTypeKind.I8 => (ulong)(sbyte)value,
        IrTypeKind.I16 => (ulong)(short)value,
        _ => value,
    };

    private ulong Store(ulong pointer, ulong value, IrInstruction store)
    {
        _world.Memory.Store(pointer, store.TypeArgument!.PrimitiveSize, value);
        return 0;
    }

    private ulong Atomic(IrInstruction i, ulong pointer, ulong value)
    {
        int size = i.TypeArgument!.PrimitiveSize;
        ulong old = _world.Memory.Load(pointer, size);
        ulong? stored = i.Symbol switch
        {
            "add" => old + value,
            "and" => old & value,
            "or" => old | value,
            "xor" => old ^ value,
            "xchg" => value,
            _ => Get(i.Operands[2]) == old ? value : null,
        };
        if (stored is not null)
            _world.Memory.Store(pointer, size, stored.Value);
        return old;
    }
}
