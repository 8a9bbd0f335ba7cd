using System;
using System.Collections.Generic;
using System.Linq;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Ir.Layout;

namespace BpfSharp.Frontend.Tests.Support;

/// <summary>Runs lowered IR as docs/ir.md defines it: what the front end's output means, told by something that shares no code with it.</summary>
internal sealed class IrInterpreter
{
    private const int FirstAddress = 0x1000;

    private readonly IrModule _module;
    private readonly LayoutCalculator _layouts;
    private readonly byte[] _memory = new byte[1 << 16];
    private readonly Dictionary<string, long> _globals = new();
    private int _top = FirstAddress;
    private int _steps;

    public IrInterpreter(IrModule module)
    {
        _module = module;
        _layouts = new LayoutCalculator(module);
        foreach (IrGlobal global in module.Globals)
        {
            _globals.Add(global.Name, _top);
            global.Initial?.CopyTo(_memory, _top);
            _top += (_layouts.SizeOf(global.Type) + 7) & ~7;
        }
    }

    /// <returns>What the function gives, i32 sign-extended.</returns>
    /// <exception cref="FaultException">The program ends by a fault.</exception>
    public long Run(string function, params long[] arguments) => Call(_module.Functions[function], [], arguments);

    private long Call(IrFunction function, IReadOnlyList<IrType> types, IReadOnlyList<long> arguments)
    {
        int frame = _top;
        var values = new Dictionary<IrValue, long>();
        for (int i = 0; i < function.Entry.Parameters.Count; i++)
            values[function.Entry.Parameters[i]] = arguments[i];
        IrBlock block = function.Entry;
        Dictionary<IrBlock, IrTarget> pads = function.Blocks.Select(static b => b.Terminator).Where(static t => t.Op == IrOp.Try).ToDictionary(static t => t.Targets[0].Block, static t => t.Targets[1]);
        while (true)
        {
            IrTarget? next = null;
            int at = 0;
            while (next is null)
            {
                IrInstruction instruction = block.Instructions[at++];
                if (++_steps > 1_000_000)
                    throw new InvalidOperationException("endless");
                if (instruction.Op == IrOp.Ret)
                {
                    _memory.AsSpan(frame, _top - frame).Fill(0xcd); // a reference to a dead frame must not work by luck
                    _top = frame;
                    return instruction.Operands.Count == 0 ? 0 : Value(values, instruction.Operands[0]);
                }

                try
                {
                    if (instruction.IsTerminator)
                        next = Next(instruction, values);
                    else
                        values[instruction] = Execute(instruction, values, types);
                }
                catch (FaultException fault) when (pads.TryGetValue(block, out IrTarget? pad))
                {
                    // A caught fault's kind stands for its site.
                    next = pad;
                    foreach (IrInstruction caught in pad.Block.Instructions.Where(static i => i.Op == IrOp.Caught))
                        values[caught] = (long)fault.Kind;
                }
            }

            long[] passed = next!.Arguments.Select(a => Value(values, a)).ToArray();
            for (int i = 0; i < passed.Length; i++)
                values[next.Block.Parameters[i]] = passed[i];
            block = next.Block;
        }
    }

    private static long Value(Dictionary<IrValue, long> values, IrValue value) => value is IrConstant constant ? constant.Value : values[value];

    private IrTarget Next(IrInstruction instruction, Dictionary<IrValue, long> values) => instruction.Op switch
    {
        IrOp.Br => instruction.Targets[0],
        IrOp.BrIf => instruction.Targets[Value(values, instruction.Operands[0]) != 0 ? 0 : 1],
        IrOp.Switch => instruction.Targets[instruction.Cases.IndexOf(Value(values, instruction.Operands[0])) + 1],
        IrOp.Try => instruction.Targets[0],
        IrOp.Resume => throw new FaultException((FaultKind)Value(values, instruction.Operands[0])),
        IrOp.Fault => throw new FaultException((FaultKind)instruction.Immediate),
        _ => throw new InvalidOperationException("unreachable code is reached"),
    };

    private long Execute(IrInstruction i, Dictionary<IrValue, long> values, IReadOnlyList<IrType> types)
    {
        long Operand(int n) => Value(values, i.Operands[n]);
        IrType Type() => i.TypeArgument!.Substitute(types);
        switch (i.Op)
        {
            case IrOp.Slot:
                return Allocate(_layouts.SizeOf(Type()));
            case IrOp.Load:
                return Read(Primitive(Type()), Operand(0));
            case IrOp.Store:
                Write(Primitive(Type()), Operand(0), Operand(1));
                return 0;
            case IrOp.Copy:
                Check(Operand(0));
                Check(Operand(1));
                Buffer.BlockCopy(_memory, (int)Operand(1), _memory, (int)Operand(0), _layouts.SizeOf(Type()));
                return 0;
            case IrOp.Zero:
                Check(Operand(0))[.._layouts.SizeOf(Type())].Clear();
                return 0;
            case IrOp.Field:
                return Operand(0) + _layouts.Get(Type()).Fields.Single(f => f.Name == i.Symbol).Offset;
            case IrOp.Elem:
                return Operand(0) + (Operand(1) * _layouts.SizeOf(Type()));
            case IrOp.PtrAdd:
                return Operand(0) + Operand(1);
            case IrOp.PtrDiff:
                return Operand(0) - Operand(1);
            case IrOp.Atomic:
                return Atomic(i, values);
            case IrOp.SizeOf:
                return _layouts.SizeOf(Type());
            case IrOp.GlobalAddr:
                return _globals[i.Symbol!];
            case IrOp.Caught:
                return values[i];
            case IrOp.Guard:
                return Operand(0) != 0 ? 0 : throw new FaultException((FaultKind)i.Immediate);
            // Only says that a loop begins here.
            case IrOp.LoopLimit:
                return 0;
            case IrOp.Call:
                return Call(_module.Functions[i.Symbol!], i.CallArguments.Select(t => t.Substitute(types)).ToArray(), i.Operands.Select(o => Value(values, o)).ToArray());
            case IrOp.CallConstrained:
                IrType self = Type();
                string name = _module.Types[self.Name].Implementations[i.Symbol!];
                return Call(_module.Functions[name], [.. self.Arguments, .. i.CallArguments.Select(t => t.Substitute(types))], i.Operands.Select(o => Value(values, o)).ToArray());
            default:
                return IrArithmetic.Compute(i.Op, i.Type, i.Operands[0].Type, Operand(0), i.Operands.Count > 1 ? Operand(1) : 0);
        }
    }

    private long Atomic(IrInstruction i, Dictionary<IrValue, long> values)
    {
        IrType memory = i.TypeArgument!;
        long address = Value(values, i.Operands[0]);
        long operand = Value(values, i.Operands[1]);
        long old = Read(memory, address);
        long next = i.Symbol switch
        {
            "add" => old + operand,
            "and" => old & operand,
            "or" => old | operand,
            "xchg" => operand,
            _ => old == Value(values, i.Operands[2]) ? operand : old,
        };
        Write(memory, address, next);
        return old;
    }

    // A primitive that a type parameter stands for: enums are their integers.
    private IrType Primitive(IrType type) => type.Kind == IrTypeKind.Named ? _module.Types[type.Name].Underlying! : type;

    private long Allocate(int size)
    {
        int address = _top;
        _top += (Math.Max(size, 1) + 7) & ~7;
        _memory.AsSpan(address, _top - address).Fill(0xcd); // undefined at entry
        return address;
    }

    private Span<byte> Check(long address) =>
        address >= FirstAddress && address < _top ? _memory.AsSpan((int)address) : throw new InvalidOperationException($"access to address {address}");

    private long Read(IrType memory, long address)
    {
        Span<byte> bytes = Check(address);
        return memory.Kind switch
        {
            IrTypeKind.I8 => (sbyte)bytes[0],
            IrTypeKind.U8 or IrTypeKind.Bool => bytes[0],
            IrTypeKind.I16 => BitConverter.ToInt16(bytes),
            IrTypeKind.U16 or IrTypeKind.Char => BitConverter.ToUInt16(bytes),
            IrTypeKind.I32 or IrTypeKind.U32 => BitConverter.ToInt32(bytes),
            _ => BitConverter.ToInt64(bytes),
        };
    }

    private void Write(IrType memory, long address, long value) => BitConverter.GetBytes(value).AsSpan(0, memory.PrimitiveSize).CopyTo(Check(address));
}
