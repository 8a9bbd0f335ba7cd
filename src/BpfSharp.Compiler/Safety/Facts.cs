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
    private readonly Dictionary<IrValue, long> _packetBytes;
    private readonly HashSet<IrValue> _notNull;

    public Facts()
    {
        _packetBytes = new Dictionary<IrValue, long>();
        _notNull = new HashSet<IrValue>();
    }

    /// <summary>What a function's callers have proven.</summary>
    public Facts(IrFunction function)
        : this()
    {
        foreach (IrValue value in function.Entry.Parameters.Concat<IrValue>(function.Entry.Instructions))
        {
            if (function.InfoOf(value) is { Pointee: IrPointee.Packet } info)
                _packetBytes.Add(value, info.Bytes);
        }
    }

    public Facts(Facts other)
    {
        _packetBytes = new Dictionary<IrValue, long>(other._packetBytes);
        _notNull = new HashSet<IrValue>(other._notNull);
    }

    /// <summary>Bytes proven from this very value on (steps are taken off by the caller); 0 where nothing is.</summary>
    public long PacketBytes(IrValue origin) => _packetBytes.TryGetValue(origin, out long bytes) ? bytes : 0;

    /// <summary>True where these bytes of the packet are proven.</summary>
    public bool IsInPacket(IrValue pointer, int size)
    {
        PointerParts parts = PointerParts.Of(pointer);
        return parts.Offset >= 0 && PacketBytes(parts.Base) >= parts.Offset + size;
    }

    public void ForgetPacket() => _packetBytes.Clear();

    public bool IsNotNull(IrValue origin) => _notNull.Contains(origin);

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
            _packetBytes[parts.Base] = Math.Max(PacketBytes(parts.Base), parts.Offset + size.Value);
        }
        else if (test.Op is IrOp.Eq or IrOp.Ne && holds == (test.Op == IrOp.Ne) && test.Operands[1] is IrConstant { Value: 0 } && test.Operands[0].Type == IrType.Ptr)
        {
            _notNull.Add(test.Operands[0]);
        }
        else if (test.Op is IrOp.Eq or IrOp.Ne && test.Operands[1] is IrConstant { Value: 0 } && test.Operands[0].Type == IrType.I32)
        {
            Learn(test.Operands[0], holds == (test.Op == IrOp.Ne));
        }
    }

    /// <summary>Keeps what both know.</summary>
    public void Meet(Facts other)
    {
        foreach (IrValue origin in new List<IrValue>(_packetBytes.Keys))
        {
            long bytes = Math.Min(_packetBytes[origin], other.PacketBytes(origin));
            if (bytes > 0)
                _packetBytes[origin] = bytes;
            else
                _packetBytes.Remove(origin);
        }

        _notNull.IntersectWith(other._notNull);
    }

    /// <summary>What a parameter inherits from its argument on one edge.</summary>
    public void Pass(Facts before, IrValue argument, IrParameter parameter)
    {
        PointerParts parts = PointerParts.Of(argument);
        long bytes = before.PacketBytes(parts.Base) - parts.Offset;
        if (bytes > 0 && parts.Offset >= 0)
            _packetBytes[parameter] = bytes;
        else
            _packetBytes.Remove(parameter);
        if (before.IsThere(argument) || PointerRules.IsNeverNull(argument))
            _notNull.Add(parameter);
        else
            _notNull.Remove(parameter);
    }

    public bool Equals(Facts? other)
    {
        if (other is null || other._packetBytes.Count != _packetBytes.Count || !_notNull.SetEquals(other._notNull))
            return false;
        foreach (KeyValuePair<IrValue, long> fact in _packetBytes)
        {
            if (other.PacketBytes(fact.Key) != fact.Value)
                return false;
        }

        return true;
    }

    public override bool Equals(object? obj) => Equals(obj as Facts);

    public override int GetHashCode() => _packetBytes.Count;
}
