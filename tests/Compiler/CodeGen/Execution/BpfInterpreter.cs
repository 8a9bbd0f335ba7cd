using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Linq;
using BpfSharp.Compiler.Output;
using BpfSharp.Objects.Instructions;
using BpfSharp.Objects.Model;

namespace BpfSharp.Compiler.Tests.CodeGen.Execution;

/// <summary>Runs BPF instructions as RFC 9669 says; calls leave rubbish in r1 to r5, and nothing is zero that was not made so.</summary>
internal sealed class BpfInterpreter
{
    private const int MaxSteps = 1_000_000;
    private const ulong Rubbish = 0xdead_beef_cafe_f00d;

    private readonly CompiledProgram _program;
    private readonly TestWorld _world;
    private readonly ulong[] _registers = new ulong[11];
    private readonly Dictionary<int, BpfRelocation> _relocations;
    private readonly ulong _faultCounter;
    private readonly ulong _stack;

    private BpfInterpreter(CompiledProgram program, TestWorld world)
    {
        _program = program;
        _world = world;
        _relocations = program.Relocations.ToDictionary(static r => r.Slot);
        _faultCounter = world.Memory.Allocate(8);
        _stack = world.Memory.Allocate(Enumerable.Repeat((byte)0xa5, 512).ToArray());
    }

    /// <summary>The verdict. A fault leaves its site in the world.</summary>
    public static uint Run(CompiledProgram program, TestWorld world) => new BpfInterpreter(program, world).Run();

    private uint Run()
    {
        Array.Fill(_registers, Rubbish);
        _registers[1] = _world.Context;
        _registers[10] = _stack + 512;
        for (int slot = 0, steps = 0; ; slot++)
        {
            if (++steps > MaxSteps)
                throw new InvalidOperationException("the program does not end");
            BpfInstruction i = _program.Instructions[slot];
            switch (i.Opcode & BpfOpcodes.ClassMask)
            {
                case BpfOpcodes.Alu64:
                    _registers[i.Destination] = Alu(i, wide: true);
                    break;
                case BpfOpcodes.Alu:
                    _registers[i.Destination] = Alu(i, wide: false);
                    break;
                case BpfOpcodes.Ld:
                    LoadImmediate(slot++, i);
                    break;
                case BpfOpcodes.Ldx:
                    LoadMemory(i);
                    break;
                case BpfOpcodes.St:
                    _world.Memory.Store(Address(i.Destination, i), Size(i), (ulong)i.Immediate);
                    break;
                case BpfOpcodes.Stx when (i.Opcode & BpfOpcodes.ModeMask) == BpfOpcodes.ModeAtomic:
                    Atomic(i);
                    break;
                case BpfOpcodes.Stx:
                    _world.Memory.Store(Address(i.Destination, i), Size(i), _registers[i.Source]);
                    break;
                default:
                    if (i.Opcode == BpfOpcodes.Exit)
                        return (uint)_registers[0];
                    slot += Jump(i);
                    break;
            }
        }
    }

    private ulong Address(int register, BpfInstruction i) => _registers[register] + (ulong)i.Offset;

    private static int Size(BpfInstruction i) => ((BpfSize)(i.Opcode & 0x18)).Bytes();

    private ulong Alu(BpfInstruction i, bool wide)
    {
        ulong left = _registers[i.Destination];
        ulong right = (i.Opcode & BpfOpcodes.Register) != 0 ? _registers[i.Source] : (ulong)i.Immediate;
        int operation = i.Opcode & BpfOpcodes.OperationMask;
        if (operation == BpfOpcodes.Endian)
            return Swap(left, i.Immediate);
        if (!wide)
            (left, right) = ((uint)left, (uint)right);
        long signedLeft = wide ? (long)left : (int)left;
        long signedRight = wide ? (long)right : (int)right;
        int count = (int)right & (wide ? 63 : 31);
        ulong result = operation switch
        {
            (int)BpfAluOp.Add => left + right,
            (int)BpfAluOp.Sub => left - right,
            (int)BpfAluOp.Mul => left * right,
            (int)BpfAluOp.Div when i.Offset == 1 => right == 0 ? 0 : (ulong)(signedLeft / signedRight),
            (int)BpfAluOp.Mod when i.Offset == 1 => right == 0 ? left : (ulong)(signedLeft % signedRight),
            (int)BpfAluOp.Div => right == 0 ? 0 : left / right,
            (int)BpfAluOp.Mod => right == 0 ? left : left % right,
            (int)BpfAluOp.And => left & right,
            (int)BpfAluOp.Or => left | right,
            (int)BpfAluOp.Xor => left ^ right,
            (int)BpfAluOp.ShiftLeft => left << count,
            (int)BpfAluOp.ShiftRight => left >> count,
            (int)BpfAluOp.ShiftRightSigned => (ulong)(signedLeft >> count),
            BpfOpcodes.Neg => 0 - left,
            (int)BpfAluOp.Move => i.Offset switch
            {
                8 => (ulong)(sbyte)right,
                16 => (ulong)(short)right,
                32 => (ulong)(int)right,
                _ => right,
            },
            _ => throw new InvalidOperationException($"opcode {i.Opcode:x2}"),
        };
        return wide ? result : (uint)result;
    }

    private static ulong Swap(ulong value, int bits) => bits switch
    {
        16 => BinaryPrimitives.ReverseEndianness((ushort)value),
        32 => BinaryPrimitives.ReverseEndianness((uint)value),
        _ => BinaryPrimitives.ReverseEndianness(value),
    };

    private void LoadImmediate(int slot, BpfInstruction i)
    {
        ulong value = (uint)i.Immediate | ((ulong)(uint)_program.Instructions[slot + 1].Immediate << 32);
        if (_relocations.TryGetValue(slot, out BpfRelocation relocation))
            value = relocation.Kind == BpfRelocationKind.Data ? _world.Section(relocation.Symbol, relocation.Offset) : 0;
        _registers[i.Destination] = value;
    }

    private void LoadMemory(BpfInstruction i)
    {
        ulong address = Address(i.Source, i);
        int size = Size(i);
        ulong value = _registers[i.Source] == _world.Context ? _world.LoadContext(i.Offset, size) : _world.Memory.Load(address, size);
        if ((i.Opcode & BpfOpcodes.ModeMask) == BpfOpcodes.ModeMemorySigned)
            value = size switch { 1 => (ulong)(sbyte)value, 2 => (ulong)(short)value, _ => (ulong)(int)value };
        _registers[i.Destination] = value;
    }

    private void Atomic(BpfInstruction i)
    {
        int size = Size(i);
        ulong address = Address(i.Destination, i);
        ulong old = _world.Memory.Load(address, size);
        ulong source = size == 4 ? (uint)_registers[i.Source] : _registers[i.Source];
        var op = (BpfAtomicOp)i.Immediate;
        if (op == BpfAtomicOp.CompareExchange)
        {
            if (old == (size == 4 ? (uint)_registers[0] : _registers[0]))
                _world.Memory.Store(address, size, source);
            _registers[0] = old;
            return;
        }

        _world.Memory.Store(address, size, ((int)op & 0xf0) switch
        {
            (int)BpfAtomicOp.Or => old | source,
            (int)BpfAtomicOp.And => old & source,
            (int)BpfAtomicOp.Xor => old ^ source,
            0xe0 => source,
            _ => old + source,
        });
        if (((int)op & 1) != 0)
            _registers[i.Source] = old;
    }

    private int Jump(BpfInstruction i)
    {
        if (i.Opcode == BpfOpcodes.Goto)
            return i.Offset;
        if (i.Opcode == BpfOpcodes.GotoLong)
            return i.Immediate;
        if (i.Opcode == BpfOpcodes.Call)
        {
            Call(i.Immediate);
            return 0;
        }

        bool wide = (i.Opcode & BpfOpcodes.ClassMask) == BpfOpcodes.Jmp;
        ulong left = _registers[i.Destination];
        ulong right = (i.Opcode & BpfOpcodes.Register) != 0 ? _registers[i.Source] : (ulong)i.Immediate;
        if (!wide)
            (left, right) = ((uint)left, (uint)right);
        long signedLeft = wide ? (long)left : (int)left;
        long signedRight = wide ? (long)right : (int)right;
        bool taken = (BpfCondition)(i.Opcode & BpfOpcodes.OperationMask) switch
        {
            BpfCondition.Equal => left == right,
            BpfCondition.NotEqual => left != right,
            BpfCondition.Greater => left > right,
            BpfCondition.GreaterOrEqual => left >= right,
            BpfCondition.Less => left < right,
            BpfCondition.LessOrEqual => left <= right,
            BpfCondition.AnyBitSet => (left & right) != 0,
            BpfCondition.SignedGreater => signedLeft > signedRight,
            BpfCondition.SignedGreaterOrEqual => signedLeft >= signedRight,
            BpfCondition.SignedLess => signedLeft < signedRight,
            BpfCondition.SignedLessOrEqual => signedLeft <= signedRight,
            _ => throw new InvalidOperationException($"opcode {i.Opcode:x2}"),
        };
        return taken ? i.Offset : 0;
    }

    private void Call(int helper)
    {
        // The only map that is looked up here is the one that counts faults.
        if (helper == 1)
            _world.Fault = (long)_world.Memory.Load(_registers[2], 4);
        _registers[0] = helper == 1 ? _faultCounter : _world.Call(helper);
        for (int register = 1; register <= 5; register++)
            _registers[register] = Rubbish;
    }
}
