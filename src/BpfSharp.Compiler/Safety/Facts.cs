using System;
using System.Collections.Generic;
using System.Linq;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Passes;
using BpfSharp.Compiler.Passes.Simplify;

namespace BpfSharp.Compiler.Safety;

/// <summary>What is proven about pointers at one place, as the verifier has it: bytes known to be in the packet from a pointer on, and pointers known not to be null.</summary>
internal sealed class Facts : IEquatable<Facts>
{
    // Null while nothing is known: so it is in most blocks.
    private Dictionary<IrValue, long>? _packetBytes;
    private HashSet<IrValue>? _notNull;

    public Facts()
    {
    }

    /// <summary>What a function's callers have proven.</summary>
    public Facts(IrFunction function)
    {
        foreach (IrValue value in function.Entry.Parameters.Concat<IrValue>(function.Entry.Instructions))
        {
            if (function.InfoOf(value) is { Pointee: IrPointee.Packet } info)
                (_packetBytes ??= new()).Add(value, info.Bytes);
        }
    }

    public Facts(Facts other)
    {
        if (other._packetBytes is { Count: not 0 } bytes)
            _packetBytes = new Dictionary<IrValue, long>(bytes);
        if (other._notNull is { Count: not 0 } notNull)
            _notNull = new HashSet<IrValue>(notNull);
    }

    public bool IsEmpty => Count(_packetBytes) == 0 && Count(_notNull) == 0;

    /// <summary>Bytes proven from this very value on (steps are taken off by the caller); 0 where nothing is.</summary>
    public long PacketBytes(IrValue origin) => _packetBytes is not null && _packetBytes.TryGetValue(origin, out long bytes) ? bytes : 0;

    /// <summary>True where these bytes of the packet are proven.</summary>
    public bool IsInPacket(IrValue pointer, int size)
    {
        PointerParts parts = PointerParts.Of(pointer);
        return parts.Offset >= 0 && PacketBytes(parts.Base) >= parts.Offset + size;
    }

    public void ForgetPacket() => _packetBytes = null;

    public bool IsNotNull(IrValue origin) => _notNull?.Contains(origin) == true;

    /// <summary>True for what is known not to be null, and for every step from it: the verifier lets nothing be added to what may be null.</summary>
    public bool IsThere(IrValue pointer)
    {
        while (!IsNotNull(pointer))
        {
            if (pointer is not IrInstruction { Op: IrOp.PtrAdd } step)
                return false;
            pointer = step.Operands[0];
        }

        return true;
    }

    /// <summary>Learns from a condition that came out so.</summary>
    public void Learn(IrValue condition, bool holds)
    {
        if (condition is not IrInstruction test)
            return;
        bool fits = test.Op == IrOp.PktFits || test is { Op: IrOp.PktPull, Immediate: 0 };
        if (fits && holds && test.Operands[test.Operands.Count - 1] is IrConstant size)
        {
            PointerParts parts = PointerParts.Of(test.Operands[0]);
            (_packetBytes ??= new())[parts.Base] = Math.Max(PacketBytes(parts.Base), parts.Offset + size.Value);
        }
        else if (test.Op is IrOp.Eq or IrOp.Ne && holds == (test.Op == IrOp.Ne) && test.Operands[1] is IrConstant { Value: 0 } && test.Operands[0].Type == IrType.Ptr)
        {
            (_notNull ??= new()).Add(test.Operands[0]);
        }
        else if (test.Op is IrOp.Eq or IrOp.Ne && test.Operands[1] is IrConstant { Value: 0 } && test.Operands[0].Type == IrType.I32)
        {
            Learn(test.Operands[0], holds == (test.Op == IrOp.Ne));
        }
    }

    /// <summary>Keeps what both know.</summary>
    public void Meet(Facts other)
    {
        if (_packetBytes is not null)
        {
            foreach (IrValue origin in new List<IrValue>(_packetBytes.Keys))
            {
                long bytes = Math.Min(_packetBytes[origin], other.PacketBytes(origin));
                if (bytes > 0)
                    _packetBytes[origin] = bytes;
                else
                    _packetBytes.Remove(origin);
            }
        }

        if (other._notNull is null)
            _notNull = null;
        else
            _notNull?.IntersectWith(other._notNull);
    }

    /// <summary>What a parameter inherits from its argument on one edge.</summary>
    public void Pass(Facts before, IrValue argument, IrParameter parameter)
    {
        PointerParts parts = PointerParts.Of(argument);
        long bytes = before.PacketBytes(parts.Base) - parts.Offset;
        if (bytes > 0 && parts.Offset >= 0)
            (_packetBytes ??= new())[parameter] = bytes;
        else
            _packetBytes?.Remove(parameter);
        if (before.IsThere(argument) || PointerRules.IsNeverNull(argument))
            (_notNull ??= new()).Add(parameter);
        else
            _notNull?.Remove(parameter);
    }

    public bool Equals(Facts? other)
    {
        if (other is null || Count(_packetBytes) != Count(other._packetBytes) || Count(_notNull) != Count(other._notNull))
            return false;
        if (_notNull is { Count: not 0 } && !_notNull.SetEquals(other._notNull!))
            return false;
        if (_packetBytes is null)
            return true;
        foreach (KeyValuePair<IrValue, long> fact in _packetBytes)
        {
            if (other.PacketBytes(fact.Key) != fact.Value)
                return false;
        }

        return true;
    }

    public override bool Equals(object? obj) => Equals(obj as Facts);

    public override int GetHashCode() => Count(_packetBytes);

    private static int Count<T>(IReadOnlyCollection<T>? known) => known?.Count ?? 0;
}
