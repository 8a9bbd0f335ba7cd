using System;
using System.Collections.Generic;
using BpfSharp.Compiler.Ir;

namespace BpfSharp.Compiler.Tests.CodeGen.Execution;

/// <summary>Random safe IR: arithmetic on packet bytes, branches that merge, loops of a few rounds, calls that clobber registers, frame memory, globals, faults.</summary>
internal sealed class RandomProgram
{
    public const int PacketSize = 96;
    private const int SlotBytes = 16;
    private const int MaxPool = 14;

    private static readonly IrOp[] s_binary = { IrOp.Add, IrOp.Sub, IrOp.Mul, IrOp.And, IrOp.Or, IrOp.Xor, IrOp.Shl, IrOp.ShrS, IrOp.ShrU };
    private static readonly IrOp[] s_compares = { IrOp.Eq, IrOp.Ne, IrOp.LtS, IrOp.LeS, IrOp.LtU, IrOp.LeU };
    private static readonly IrOp[] s_narrow = { IrOp.ExtI8, IrOp.ExtI16, IrOp.ExtU8, IrOp.ExtU16 };
    private static readonly IrType[] s_memory =
    {
        IrType.I8, IrType.U8, IrType.I16, IrType.U16, IrType.I32, IrType.U32, IrType.I64, IrType.U64,
    };

    private readonly Random _random;
    private readonly IrFunction _function = new("F", 0, IrType.I32);
    private readonly List<IrValue> _slots = new();
    private IrBlock _block;
    private List<IrValue> _pool = new();
    private IrValue _packet = IrConstant.Null();
    private IrValue _end = IrConstant.Null();
    private int _span;
    private readonly bool _hasAtomics;
    private readonly bool _hasRandomHelpers;
    private int _budget;

    private RandomProgram(int seed, int budget, bool hasAtomics, bool hasRandomHelpers)
    {
        _hasAtomics = hasAtomics;
        _hasRandomHelpers = hasRandomHelpers;
        _random = new Random(seed);
        _budget = budget;
        _block = NewBlock();
    }

    /// <param name="budget">About how many statements.</param>
    /// <param name="hasAtomics">All of them; otherwise only what kernels before 5.12 have.</param>
    /// <param name="hasRandomHelpers">What helpers return takes part in the result.</param>
    public static IrModule Make(int seed, int budget, bool hasAtomics, bool hasRandomHelpers = true)
    {
        IrModule module = Code.Module("^0(%0: ptr):\n ret 0", "global \"total\": u64\nglobal \"low\": u32\nglobal \"start\": u64 = \"0000000000000000\"");
        module.Functions["F"] = new RandomProgram(seed, budget, hasAtomics, hasRandomHelpers).Build();
        module.Spans = 10_000;
        return module;
    }

    private IrFunction Build()
    {
        var context = new IrParameter(IrType.Ptr);
        _block.Parameters.Add(context);
        _packet = ContextLoad(context, "data", 0);
        _end = ContextLoad(context, "data_end", 4);
        RequireFit(_packet, PacketSize);
        for (int i = 0; i < 2; i++)
        {
            IrInstruction slot = Emit(IrOp.Slot, IrType.Ptr);
            slot.Immediate = SlotBytes;
            _slots.Add(slot);
            for (int at = 0; at < SlotBytes; at += 8)
                Memory(IrOp.Store, IrType.U64, Step(slot, at), IrConstant.I64(0));
        }

        for (int i = 0; i < 6; i++)
            LoadPacket();
        Statements(depth: 0);
        Finish();
        return _function;
    }

    private void Finish()
    {
        IrValue sum = IrConstant.I64(_random.Next());
        foreach (IrValue value in _pool)
            sum = Emit(IrOp.Add, IrType.I64, Emit(IrOp.Mul, IrType.I64, sum, IrConstant.I64(31)), Wide(value));
        foreach (IrValue slot in _slots)
            sum = Emit(IrOp.Xor, IrType.I64, sum, Memory(IrOp.Load, IrType.U64, Step(slot, 8)));
        Memory(IrOp.Store, IrType.U64, Step(_packet, PacketSize - 8), sum);
        Emit(IrOp.Ret, IrType.Void, Emit(IrOp.Trunc, IrType.I32, sum));
    }

    private void Statements(int depth)
    {
        int count = depth == 0 ? int.MaxValue : _random.Next(3, 12);
        for (int i = 0; i < count && _budget > 0; i++)
        {
            Statement(depth);
            if (_pool.Count > MaxPool)
                Fold();
        }
    }

    // Two of the values that are still to be used become one.
    private void Fold()
    {
        IrValue first = _pool[0];
        IrValue second = _pool[1];
        _pool.RemoveRange(0, 2);
        Keep(Emit(IrOp.Add, IrType.I64, Emit(IrOp.Mul, IrType.I64, Wide(first), IrConstant.I64(31)), Wide(second)));
    }

    private void Statement(int depth)
    {
        _budget--;
        switch (_random.Next(depth < 4 ? 20 : 15))
        {
            case < 5:
                Arithmetic();
                break;
            case 5:
                Convert();
                break;
            case 6:
                Keep(Emit(Pick(s_compares), IrType.I32, Any(IrType.I32), Operand(IrType.I32)));
                break;
            case 7:
                Keep(Emit(Pick(s_compares), IrType.I32, Any(IrType.I64), Operand(IrType.I64)));
                break;
            case 8:
                LoadPacket();
                break;
            case 9:
                Memory(IrOp.Store, Pick(s_memory), Step(_packet, _random.Next(PacketSize - 16)), null);
                break;
            case 10:
                Frame();
                break;
            case 11:
                Call();
                break;
            case 12:
                Global();
                break;
            case 13:
                Divide();
                break;
            case 14:
                VariableOffset();
                break;
            case < 18:
                If(depth);
                break;
            case 18:
                Loop(depth);
                break;
            default:
                Leave();
                break;
        }
    }

    private void Arithmetic()
    {
        IrType type = Width();
        IrOp op = Pick(s_binary);
        Keep(_random.Next(10) == 0
            ? Emit(_random.Next(2) == 0 ? IrOp.Neg : IrOp.Not, type, Any(type))
            : _random.Next(12) == 0 ? Emit(op, type, Constant(type), Any(type)) : Emit(op, type, Any(type), Operand(type)));
    }

    private void Divide()
    {
        IrType type = Width();
        bool signed = _random.Next(2) == 0;
        // Small, odd and of either sign, but never -1: MIN / -1 has no value.
        IrValue divisor = Emit(IrOp.Or, type, Emit(IrOp.And, type, Any(type), new IrConstant(type, signed ? -65 : 0xffff)), new IrConstant(type, 1));
        if (_random.Next(2) == 0)
            divisor = new IrConstant(type, signed ? Pick(new[] { 3L, -3, 7, 10, 1000, -16 }) : Pick(new[] { 3L, 7, 10, 1000, 16 }));
        IrOp op = signed ? Pick(new[] { IrOp.DivS, IrOp.RemS }) : Pick(new[] { IrOp.DivU, IrOp.RemU });
        Keep(Emit(op, type, Any(type), divisor));
    }

    private void Convert()
    {
        switch (_random.Next(6))
        {
            case 0:
                Keep(Emit(Pick(s_narrow), IrType.I32, Any(Width())));
                break;
            case 1:
                Keep(Emit(IrOp.SExt, IrType.I64, Any(IrType.I32)));
                break;
            case 2:
                Keep(Emit(IrOp.ZExt, IrType.I64, Any(IrType.I32)));
                break;
            case 3:
                Keep(Emit(IrOp.Trunc, IrType.I32, Any(IrType.I64)));
                break;
            case 4:
                Keep(Emit(_random.Next(2) == 0 ? IrOp.Bswap16 : IrOp.Bswap32, IrType.I32, Any(IrType.I32)));
                break;
            default:
                Keep(Emit(IrOp.Bswap64, IrType.I64, Any(IrType.I64)));
                break;
        }
    }

    private void LoadPacket()
    {
        IrType memory = Pick(s_memory);
        Keep(Memory(IrOp.Load, memory, Step(_packet, _random.Next(PacketSize - 16))));
    }

    private void Frame()
    {
        IrType memory = Pick(s_memory);
        IrValue place = Step(Pick(_slots.ToArray()), _random.Next(SlotBytes / memory.PrimitiveSize) * memory.PrimitiveSize);
        if (_random.Next(2) == 0)
            Memory(IrOp.Store, memory, place, null);
        else
            Keep(Memory(IrOp.Load, memory, place));
    }

    private void Global()
    {
        bool wide = _random.Next(2) == 0;
        IrInstruction place = Emit(IrOp.GlobalAddr, IrType.Ptr);
        place.Symbol = wide ? Pick(new[] { "total", "start" }) : "low";
        IrType type = wide ? IrType.U64 : IrType.U32;
        switch (_random.Next(3))
        {
            case 0:
                Memory(IrOp.Store, type, place, null);
                break;
            case 1:
                Keep(Memory(IrOp.Load, type, place));
                break;
            default:
                Atomic(place, type);
                break;
        }
    }

    private void Atomic(IrValue place, IrType type)
    {
        // Before kernel 5.12 there is only the addition that gives no result.
        string name = _hasAtomics ? Pick(new[] { "add", "and", "or", "xor", "xchg", "cmpxchg" }) : "add";
        IrValue value = Operand(type.ValueType);
        IrValue comparand = Operand(type.ValueType);
        IrInstruction atomic = Emit(IrOp.Atomic, type.ValueType, place, value);
        if (name == "cmpxchg")
            atomic.Operands.Add(comparand);
        atomic.Symbol = name;
        atomic.TypeArgument = type;
        if (_hasAtomics && _random.Next(2) == 0)
            Keep(atomic);
    }

    private void VariableOffset()
    {
        IrValue distance = Emit(IrOp.ZExt, IrType.I64, Emit(IrOp.And, IrType.I32, Any(IrType.I32), IrConstant.I32(31)));
        IrValue pointer = Emit(IrOp.PtrAdd, IrType.Ptr, _packet, distance);
        RequireFit(pointer, 16);
        Keep(Memory(IrOp.Load, Pick(s_memory), Step(pointer, _random.Next(8))));
        if (_random.Next(2) == 0)
            Memory(IrOp.Store, IrType.U16, Step(pointer, _random.Next(8)), null);
    }

    private void If(int depth)
    {
        IrBlock then = NewBlock();
        IrBlock otherwise = NewBlock();
        IrBlock join = NewBlock();
        BranchIf(Condition(), new IrTarget(then), new IrTarget(otherwise));
        var merged = new List<IrParameter>();
        for (int i = _random.Next(4); i > 0; i--)
            merged.Add(new IrParameter(Width()));
        join.Parameters.AddRange(merged);
        Arm(then, join, merged, depth);
        Arm(otherwise, join, merged, depth);
        _block = join;
        _pool.AddRange(merged);
    }

    private void Arm(IrBlock start, IrBlock join, List<IrParameter> merged, int depth)
    {
        List<IrValue> outside = _pool;
        _pool = new List<IrValue>(outside);
        _block = start;
        if (_random.Next(3) != 0)
            Statements(depth + 1);
        var target = new IrTarget(join);
        foreach (IrParameter parameter in merged)
            target.Arguments.Add(Operand(parameter.Type));
        Branch(target);
        _pool = outside;
    }

    private void Loop(int depth)
    {
        IrBlock head = NewBlock();
        IrBlock body = NewBlock();
        IrBlock exit = NewBlock();
        var counter = new IrParameter(IrType.I32);
        var carried = new List<IrParameter>();
        for (int i = _random.Next(1, 4); i > 0; i--)
            carried.Add(new IrParameter(Width()));
        head.Parameters.Add(counter);
        head.Parameters.AddRange(carried);
        Branch(Carry(head, IrConstant.I32(0), carried));

        List<IrValue> outside = _pool;
        _block = head;
        BranchIf(Emit(IrOp.LtS, IrType.I32, counter, IrConstant.I32(_random.Next(1, 4))), new IrTarget(body), new IrTarget(exit));
        _pool = new List<IrValue>(outside) { counter };
        _pool.AddRange(carried);
        _block = body;
        Statements(depth + 2);
        Branch(Carry(head, Emit(IrOp.Add, IrType.I32, counter, IrConstant.I32(1)), carried));
        _pool = outside;
        _pool.AddRange(carried);
        _block = exit;
    }

    // Often the carried values themselves, in another order: copies that happen at once.
    private IrTarget Carry(IrBlock head, IrValue counter, List<IrParameter> carried)
    {
        var target = new IrTarget(head, counter);
        foreach (IrParameter parameter in carried)
            target.Arguments.Add(Operand(parameter.Type));
        return target;
    }

    private void Leave()
    {
        IrBlock gone = NewBlock();
        IrBlock rest = NewBlock();
        BranchIf(Condition(), new IrTarget(gone), new IrTarget(rest));
        _block = gone;
        if (_random.Next(2) == 0)
            Emit(IrOp.Ret, IrType.Void, Operand(IrType.I32));
        else
            Fault();
        _block = rest;
    }

    private IrValue Condition()
    {
        IrType type = Width();
        return _random.Next(6) switch
        {
            0 => Any(IrType.I32),
            1 => Emit(IrOp.Ne, IrType.I32, Emit(IrOp.And, type, Any(type), Constant(type)), new IrConstant(type, 0)),
            2 => Emit(IrOp.Eq, IrType.I32, Emit(Pick(s_compares), IrType.I32, Any(type), Operand(type)), IrConstant.I32(0)),
            _ => Emit(Pick(s_compares), IrType.I32, Any(type), Operand(type)),
        };
    }

    private void RequireFit(IrValue pointer, int size)
    {
        IrValue fits = Emit(IrOp.PktFits, IrType.I32, pointer, _end, IrConstant.I32(size));
        IrBlock fault = NewBlock();
        IrBlock rest = NewBlock();
        BranchIf(fits, new IrTarget(rest), new IrTarget(fault));
        _block = fault;
        Fault();
        _block = rest;
    }

    private void Fault()
    {
        IrInstruction fault = Emit(IrOp.Fault, IrType.Void);
        fault.Immediate = (int)FaultKind.Thrown;
        fault.Span = _span++;
    }

    private void BranchIf(IrValue condition, IrTarget then, IrTarget otherwise)
    {
        IrInstruction branch = Emit(IrOp.BrIf, IrType.Void, condition);
        branch.Targets.Add(then);
        branch.Targets.Add(otherwise);
    }

    private void Branch(IrTarget target) => Emit(IrOp.Br, IrType.Void).Targets.Add(target);

    private IrValue ContextLoad(IrValue context, string field, int offset)
    {
        IrInstruction load = Emit(IrOp.CtxLoad, IrType.Ptr, context);
        load.TypeArgument = IrType.U32;
        load.Symbol = field;
        load.Immediate = offset;
        return load;
    }

    // In the kernel nobody can tell what such a helper gives, but it clobbers registers all the same.
    private void Call()
    {
        IrInstruction call = Emit(IrOp.Helper, IrType.I64);
        call.Symbol = _random.Next(2) == 0 ? "bpf_ktime_get_ns" : "bpf_get_prandom_u32";
        if (_hasRandomHelpers)
            Keep(call);
    }

    private IrInstruction Memory(IrOp op, IrType memory, IrValue pointer, IrValue? value = null)
    {
        IrInstruction access = op == IrOp.Load ? Emit(op, memory.ValueType, pointer) : Emit(op, IrType.Void, pointer, value ?? Operand(memory.ValueType));
        access.TypeArgument = memory;
        return access;
    }

    private IrValue Step(IrValue pointer, int distance) => distance == 0 ? pointer : Emit(IrOp.PtrAdd, IrType.Ptr, pointer, IrConstant.I64(distance));

    private IrValue Wide(IrValue value) => value.Type == IrType.I64 ? value : Emit(_random.Next(2) == 0 ? IrOp.SExt : IrOp.ZExt, IrType.I64, value);

    private IrValue Any(IrType type)
    {
        for (int i = 0; i < 8; i++)
        {
            IrValue value = _pool[_random.Next(_pool.Count)];
            if (value.Type == type)
                return value;
        }

        return type == IrType.I32
            ? Emit(IrOp.Trunc, type, Memory(IrOp.Load, IrType.U64, Step(_packet, 8)))
            : Emit(IrOp.SExt, type, Memory(IrOp.Load, IrType.I32, Step(_packet, 4)));
    }

    private IrValue Operand(IrType type) => _random.Next(3) == 0 ? Constant(type) : Any(type);

    private IrConstant Constant(IrType type) => new(type, _random.Next(8) switch
    {
        0 => 0,
        1 => 1,
        2 => -1,
        3 => 1L << _random.Next(63),
        4 => int.MinValue,
        5 => 0xffff_ffffL,
        6 => _random.NextInt64(),
        _ => _random.Next(-1000, 1000),
    });

    private IrType Width() => _random.Next(2) == 0 ? IrType.I32 : IrType.I64;

    private T Pick<T>(T[] items) => items[_random.Next(items.Length)];

    private void Keep(IrValue value) => _pool.Add(value);

    private IrBlock NewBlock()
    {
        var block = new IrBlock();
        _function.Blocks.Add(block);
        return block;
    }

    private IrInstruction Emit(IrOp op, IrType type, params IrValue[] operands)
    {
        var instruction = new IrInstruction(op, type, operands);
        _block.Instructions.Add(instruction);
        return instruction;
    }
}
