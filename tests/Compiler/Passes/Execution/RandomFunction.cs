using System;
using System.Collections.Generic;
using System.Linq;
using BpfSharp.Compiler.Ir;

namespace BpfSharp.Compiler.Tests.Passes.Execution;

/// <summary>Random flat functions in the front end's manner: variables in slots, structured control flow, guards where C# has them.</summary>
internal sealed partial class RandomFunction
{
    public const string Declarations = """
        module "Fuzz" license "GPL" spans 100
        helper "bpf_map_lookup_elem" 1 (Map, MapKey) effects 2 since "3.19"
        helper "bpf_get_prandom_u32" 7 () effects 0 since "4.1"
        helper "bpf_ringbuf_output" 130 (Map, ReadMemory, Size, Scalar) effects 0 since "5.8"
        map "Values" type 1 key u32 value [Value] max 16 flags 0 pin 0
        map "Events" type 27 key void value void max 4096 flags 0 pin 0
        global "g": [Value]
        global "table": [Table]
        type "Table" sequential { "e": u32 * 16; }
        type "Value" sequential { "a": u32; "b": u16; "c": u8; "d": i64; }
        program "P" xdp section "xdp" onfault 0 = "F"
        """;

    private static readonly IrType[] s_memoryTypes = [IrType.I8, IrType.U8, IrType.I16, IrType.U16, IrType.I32, IrType.U32, IrType.I64, IrType.U64, IrType.Bool, IrType.Char];
    private static readonly IrOp[] s_binary = [IrOp.Add, IrOp.Sub, IrOp.Mul, IrOp.And, IrOp.Or, IrOp.Xor, IrOp.Shl, IrOp.ShrS, IrOp.ShrU];
    private static readonly IrOp[] s_compare = [IrOp.Eq, IrOp.Ne, IrOp.LtS, IrOp.LeS, IrOp.LtU, IrOp.LeU];
    private static readonly long[] s_interesting = [0, 1, -1, 2, 3, 5, 7, 8, 15, 16, 31, 63, 127, 128, 255, 256, 0x800, 0x7fff, 0xffff, 0x10000, int.MaxValue, int.MinValue, uint.MaxValue, long.MaxValue, long.MinValue];

    private readonly Random _random;
    private readonly IrFunction _function = new("F", 0, IrType.I32);
    private readonly List<(IrInstruction Slot, IrType Type)> _variables = [];
    private readonly List<IrInstruction> _structs = [];
    private readonly HashSet<int> _readOnly = [];
    private readonly bool _deterministic;
    private readonly IrParameter _context = new(IrType.Ptr);
    private IrBlock _block = new();
    private IrInstruction _data = null!;
    private IrInstruction _end = null!;
    private IrInstruction _array = null!;
    private int _proven;
    private int _budget;
    private int _span;
    private int _loops;

    private RandomFunction(int seed, bool deterministic)
    {
        _deterministic = deterministic;
        _random = new Random(seed);
        _budget = _random.Next(5, 40);
    }

    /// <param name="deterministic">No random numbers: for comparison with a run in the kernel.</param>
    public static IrFunction Make(int seed, bool deterministic = false) => new RandomFunction(seed, deterministic).Make();

    private IrFunction Make()
    {
        _function.Parameters.Add(new IrParameterInfo("ctx", IrType.Ptr));
        _block.Parameters.Add(_context);
        _function.Blocks.Add(_block);
        for (int i = _random.Next(2, 6); i > 0; i--)
        {
            IrType type = Pick(s_memoryTypes);
            _variables.Add((Slot(type.PrimitiveSize), type));
        }

        for (int i = _random.Next(1, 4); i > 0; i--)
            _structs.Add(Slot(16));
        _array = Slot(64);
        Emit(new IrInstruction(IrOp.Zero, IrType.Void, _array) { Immediate = 64 });
        foreach ((IrInstruction slot, IrType type) in _variables)
            Store(type, slot, Constant(type.ValueType));
        foreach (IrInstruction slot in _structs)
            Emit(new IrInstruction(IrOp.Zero, IrType.Void, slot) { Immediate = 16 });
        _data = Emit(new IrInstruction(IrOp.CtxLoad, IrType.Ptr, _context) { TypeArgument = IrType.U32, Symbol = "data" });
        _end = Emit(new IrInstruction(IrOp.CtxLoad, IrType.Ptr, _context) { TypeArgument = IrType.U32, Symbol = "data_end", Immediate = 4 });
        Statements(3);
        Emit(new IrInstruction(IrOp.Ret, IrType.Void, Value(IrType.I32, 2)));
        Protect();
        return _function;
    }

    private void Statements(int depth)
    {
        for (int i = _random.Next(1, 6); i > 0 && _budget > 0; i--)
        {
            _budget--;
            _span++;
            Statement(depth);
        }
    }

    private void Statement(int depth)
    {
        switch (_random.Next(depth > 0 ? 17 : 10))
        {
            case 0 or 1 or 2:
                (IrInstruction slot, IrType type) = Pick(_variables);
                Store(type, slot, Value(type.ValueType, 3));
                break;
            case 3:
                Emit(new IrInstruction(IrOp.Copy, IrType.Void, Pick(_structs), Pick(_structs)) { Immediate = 16 });
                break;
            case 4:
                IrType field = Pick(s_memoryTypes);
                Store(field, Field(Pick(_structs), field), Value(field.ValueType, 2));
                break;
            case 5:
                PacketAccess();
                break;
            case 6:
                MapAccess();
                break;
            case 7:
                GlobalAccess();
                break;
            case 8:
                Emit(new IrInstruction(IrOp.Guard, IrType.Void, Condition()) { Immediate = (int)FaultKind.Thrown, Span = _span });
                break;
            case 9:
                ArrayAccess();
                break;
            case 10 or 11 or 12:
                If(depth);
                break;
            case 13:
                Loop(depth);
                break;
            case 14 or 15:
                Protected(depth);
                break;
            default:
                Switch(depth);
                break;
        }
    }

    private void PacketAccess()
    {
        IrType type = Pick(s_memoryTypes);
        switch (_random.Next(4))
        {
            case 0:
                // A header check, as the runtime's: fault or go on.
                int size = _random.Next(1, 40);
                IrInstruction fits = Emit(new IrInstruction(IrOp.PktFits, IrType.I32, _data, _end, IrConstant.I32(size)));
                Emit(new IrInstruction(IrOp.Guard, IrType.Void, fits) { Immediate = (int)FaultKind.PacketOutOfRange, Span = _span });
                _proven = Math.Max(_proven, size);
                break;
            case 1:
                IrInstruction at = Step(_data, _random.Next(0, 40));
                if (_random.Next(2) == 0)
                    Store(type, at, Value(type.ValueType, 2));
                else
                    Keep(Load(type, at));
                break;
            case 2:
                // A span's element: bounded by the length.
                IrInstruction bytes = Emit(new IrInstruction(IrOp.PtrDiff, IrType.I64, _end, _data));
                IrInstruction length = Emit(new IrInstruction(IrOp.Trunc, IrType.I32, bytes));
                IrValue index = Value(IrType.I32, 2);
                IrInstruction inside = Emit(new IrInstruction(IrOp.LtU, IrType.I32, index, length));
                Emit(new IrInstruction(IrOp.Guard, IrType.Void, inside) { Immediate = (int)FaultKind.IndexOutOfRange, Span = _span });
                IrInstruction element = Emit(new IrInstruction(IrOp.Elem, IrType.Ptr, _data, index) { Immediate = 1, Span = _span });
                if (_random.Next(2) == 0)
                    Store(IrType.U8, element, Value(IrType.I32, 1));
                else
                    Keep(Load(IrType.U8, element));
                break;
            default:
                Emit(new IrInstruction(IrOp.Copy, IrType.Void, Pick(_structs), Step(_data, _random.Next(0, 8))) { Immediate = 16, Span = _span });
                break;
        }
    }

    // An element of a local or global array: bounded by the array's length.
    private void ArrayAccess()
    {
        IrType type = Pick(s_memoryTypes);
        bool local = _random.Next(3) != 0;
        IrValue array = local ? _array : Emit(new IrInstruction(IrOp.GlobalAddr, IrType.Ptr) { Symbol = "table" });
        IrValue index = Value(IrType.I32, 2);
        IrInstruction inside = Emit(new IrInstruction(IrOp.LtU, IrType.I32, index, IrConstant.I32(64 / type.PrimitiveSize)));
        Emit(new IrInstruction(IrOp.Guard, IrType.Void, inside) { Immediate = (int)FaultKind.IndexOutOfRange, Span = _span });
        IrInstruction element = Emit(new IrInstruction(IrOp.Elem, IrType.Ptr, array, index) { Immediate = type.PrimitiveSize, Span = _span });
        if (_random.Next(2) == 0)
            Store(type, element, Value(type.ValueType, 2));
        else
            Keep(Load(type, element));
    }

    private void MapAccess()
    {
        IrInstruction found = Lookup(Key());
        if (_random.Next(3) != 0)
        {
            IrInstruction there = Emit(new IrInstruction(IrOp.Ne, IrType.I32, found, IrConstant.Null()));
            Emit(new IrInstruction(IrOp.Guard, IrType.Void, there) { Immediate = (int)FaultKind.MissingMapEntry, Span = _span });
        }

        Shared(found);
        if (_random.Next(3) == 0)
        {
            IrInstruction events = Emit(new IrInstruction(IrOp.MapAddr, IrType.Ptr) { Symbol = "Events" });
            Emit(new IrInstruction(IrOp.Helper, IrType.I64, events, Pick(_structs), IrConstant.I64(16), IrConstant.I64(0)) { Symbol = "bpf_ringbuf_output", Span = _span });
        }
    }

    private void GlobalAccess() => Shared(Emit(new IrInstruction(IrOp.GlobalAddr, IrType.Ptr) { Symbol = "g" }));

    private void Shared(IrValue pointer)
    {
        (int offset, IrType type) = Pick<(int, IrType)>([(0, IrType.U32), (4, IrType.U16), (6, IrType.U8), (8, IrType.I64)]);
        IrInstruction at = Step(pointer, offset);
        Keep(Load(type, at));
        if (_random.Next(2) == 0)
            Store(type, at, Value(type.ValueType, 2));
    }

    private void If(int depth)
    {
        IrBlock then = new();
        IrBlock otherwise = new();
        IrBlock after = new();
        Branch(Condition(), then, otherwise);
        Fill(then, after, depth);
        Fill(otherwise, after, depth);
        Continue(after);
    }

    private void Fill(IrBlock block, IrBlock after, int depth)
    {
        Continue(block);
        if (_random.Next(4) != 0)
            Statements(depth - 1);
        if (_random.Next(8) == 0)
            Emit(new IrInstruction(IrOp.Ret, IrType.Void, Value(IrType.I32, 1)));
        else
            Jump(after);
    }

    private void Loop(int depth)
    {
        if (_loops > 3)
            return;
        _loops++;
        IrInstruction counter = Slot(4);
        Store(IrType.I32, counter, IrConstant.I32(_random.Next(0, 3)));
        IrBlock head = new();
        IrBlock body = new();
        IrBlock after = new();
        Jump(head);
        Continue(head);
        IrInstruction below = Emit(new IrInstruction(IrOp.LtS, IrType.I32, Load(IrType.I32, counter), IrConstant.I32(_random.Next(0, 6))));
        Branch(below, body, after);
        Continue(body);
        _variables.Add((counter, IrType.I32));
        int last = _variables.Count - 1;
        // Readable in the body, but written by the loop alone.
        _readOnly.Add(last);
        Statements(depth - 1);
        _readOnly.Remove(last);
        _variables.RemoveAt(last);
        Store(IrType.I32, counter, Emit(new IrInstruction(IrOp.Add, IrType.I32, Load(IrType.I32, counter), IrConstant.I32(1))));
        Jump(head);
        Continue(after);
    }

    private void Switch(int depth)
    {
        var terminator = new IrInstruction(IrOp.Switch, IrType.Void, Value(IrType.I32, 2));
        IrBlock after = new();
        List<IrBlock> arms = [];
        for (int i = 0; i <= _random.Next(1, 8); i++)
        {
            arms.Add(new IrBlock());
            terminator.Targets.Add(new IrTarget(arms[i]));
            if (i > 0)
                terminator.Cases.Add(i * _random.Next(1, 3) + (i * 10));
        }

        Emit(terminator);
        foreach (IrBlock arm in arms)
            Fill(arm, after, depth);
        Continue(after);
    }

    private IrValue Condition()
    {
        IrType type = _random.Next(3) == 0 ? IrType.I64 : IrType.I32;
        return Emit(new IrInstruction(Pick(s_compare), IrType.I32, Value(type, 2), Value(type, 2)));
    }

    private IrValue Value(IrType type, int depth)
    {
        if (depth == 0 || _random.Next(5) == 0)
            return _random.Next(2) == 0 ? Constant(type) : Variable(type);
        bool wide = type == IrType.I64;
        switch (_random.Next(10))
        {
            case 0:
                return Emit(new IrInstruction(Pick([IrOp.Neg, IrOp.Not]), type, Value(type, depth - 1)));
            case 1:
                return wide
                    ? Emit(new IrInstruction(Pick([IrOp.SExt, IrOp.ZExt]), type, Value(IrType.I32, depth - 1)))
                    : Emit(new IrInstruction(IrOp.Trunc, type, Value(IrType.I64, depth - 1)));
            case 2:
                return wide
                    ? Emit(new IrInstruction(IrOp.Bswap64, type, Value(type, depth - 1)))
                    : Emit(new IrInstruction(Pick([IrOp.Bswap16, IrOp.Bswap32]), type, Value(type, depth - 1)));
            case 3 when !wide:
                return Emit(new IrInstruction(Pick([IrOp.ExtI8, IrOp.ExtU8, IrOp.ExtI16, IrOp.ExtU16]), type, Value(IrType.I32, depth - 1)));
            case 4 when !wide:
                return Condition();
            case 5:
                return Divide(type, depth);
            case 6:
                IrType field = Pick(s_memoryTypes.Where(t => t.ValueType == type).ToArray());
                return Load(field, Field(Pick(_structs), field));
            case 7 when !wide && !_deterministic:
                IrInstruction random = Emit(new IrInstruction(IrOp.Helper, IrType.I64) { Symbol = "bpf_get_prandom_u32" });
                return Emit(new IrInstruction(IrOp.Trunc, IrType.I32, random));
            default:
                return Emit(new IrInstruction(Pick(s_binary), type, Value(type, depth - 1), Value(type, depth - 1)));
        }
    }

    private IrValue Divide(IrType type, int depth)
    {
        IrValue dividend = Value(type, depth - 1);
        IrValue divisor = Value(type, depth - 1);
        IrOp op = Pick([IrOp.DivS, IrOp.DivU, IrOp.RemS, IrOp.RemU]);
        IrInstruction defined = Emit(new IrInstruction(IrOp.Ne, IrType.I32, divisor, new IrConstant(type, 0)));
        Emit(new IrInstruction(IrOp.Guard, IrType.Void, defined) { Immediate = (int)FaultKind.DivideByZero, Span = _span });
        if (op is IrOp.DivS or IrOp.RemS)
        {
            long smallest = type == IrType.I32 ? int.MinValue : long.MinValue;
            IrInstruction low = Emit(new IrInstruction(IrOp.Ne, IrType.I32, dividend, new IrConstant(type, smallest)));
            IrInstruction minus = Emit(new IrInstruction(IrOp.Ne, IrType.I32, divisor, new IrConstant(type, -1)));
            IrInstruction either = Emit(new IrInstruction(IrOp.Or, IrType.I32, low, minus));
            Emit(new IrInstruction(IrOp.Guard, IrType.Void, either) { Immediate = (int)FaultKind.Overflow, Span = _span });
        }

        return Emit(new IrInstruction(op, type, dividend, divisor));
    }

    private IrValue Variable(IrType type)
    {
        (IrInstruction Slot, IrType Type)[] fitting = _variables.Where(v => v.Type.ValueType == type).ToArray();
        if (fitting.Length == 0)
            return Constant(type);
        (IrInstruction slot, IrType memory) = Pick(fitting);
        return Load(memory, slot);
    }

    private IrConstant Constant(IrType type) => new(type, _random.Next(3) == 0 ? _random.Next(-20, 40) : Pick(s_interesting));

    // What was read must show, or the read may go.
    private void Keep(IrValue value)
    {
        (IrInstruction slot, IrType type)[] fitting = _variables.Where((v, n) => v.Type.ValueType == value.Type && !_readOnly.Contains(n)).ToArray();
        if (fitting.Length != 0)
            Store(fitting[0].type, fitting[0].slot, value);
    }

    private IrInstruction Field(IrInstruction slot, IrType type) => Step(slot, _random.Next(0, 16 / type.PrimitiveSize) * type.PrimitiveSize);

    private IrInstruction Step(IrValue pointer, long offset) => Emit(new IrInstruction(IrOp.PtrAdd, IrType.Ptr, pointer, IrConstant.I64(offset)) { Span = _span });

    private IrInstruction Slot(int size)
    {
        var slot = new IrInstruction(IrOp.Slot, IrType.Ptr) { Immediate = size };
        _function.Entry.Instructions.Insert(0, slot);
        return slot;
    }

    private IrInstruction Load(IrType type, IrValue pointer) => Emit(new IrInstruction(IrOp.Load, type.ValueType, pointer) { TypeArgument = type, Span = _span });

    private void Store(IrType type, IrValue pointer, IrValue value)
    {
        int index = _variables.FindIndex(v => v.Slot == pointer);
        if (index < 0 || !_readOnly.Contains(index))
            Emit(new IrInstruction(IrOp.Store, IrType.Void, pointer, Fit(type, value)) { TypeArgument = type, Span = _span });
    }

    // A narrow variable holds what its type can hold.
    private IrValue Fit(IrType type, IrValue value) => type.Kind switch
    {
        IrTypeKind.I8 => Emit(new IrInstruction(IrOp.ExtI8, IrType.I32, value)),
        IrTypeKind.U8 or IrTypeKind.Bool => Emit(new IrInstruction(IrOp.ExtU8, IrType.I32, value)),
        IrTypeKind.I16 => Emit(new IrInstruction(IrOp.ExtI16, IrType.I32, value)),
        IrTypeKind.U16 or IrTypeKind.Char => Emit(new IrInstruction(IrOp.ExtU16, IrType.I32, value)),
        _ => value,
    };

    private void Branch(IrValue condition, IrBlock then, IrBlock otherwise)
    {
        var branch = new IrInstruction(IrOp.BrIf, IrType.Void, condition) { Span = _span };
        branch.Targets.Add(new IrTarget(then));
        branch.Targets.Add(new IrTarget(otherwise));
        Emit(branch);
    }

    private void Jump(IrBlock target)
    {
        var jump = new IrInstruction(IrOp.Br, IrType.Void);
        jump.Targets.Add(new IrTarget(target));
        Emit(jump);
    }

    private void Continue(IrBlock block)
    {
        _function.Blocks.Add(block);
        _block = block;
        if (_pad is not null)
            _protected.Add((block, _pad));
    }

    private IrInstruction Emit(IrInstruction instruction)
    {
        _block.Instructions.Add(instruction);
        return instruction;
    }

    private T Pick<T>(IReadOnlyList<T> items) => items[_random.Next(items.Count)];
}
