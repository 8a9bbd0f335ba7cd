using System;
using System.Collections.Generic;
using System.Linq;
using BpfSharp.Objects.Instructions;
using BpfSharp.Protocols;
using static BpfSharp.Objects.Instructions.BpfInstructions;
using static DdosPipeline.Classic.ClassicRegisters;

namespace DdosPipeline.Classic;

/// <summary>Writes a classic program as BPF. Offsets count from the IP header, as in xt_bpf; registers hold 32 bits with nothing above.</summary>
internal sealed class ClassicTranslation
{
    private const int RandomHelper = 7;
    private const int CpuHelper = 8;
    private const int InterfaceIndexAt = 12;
    private const int EtherTypeAt = 12;

    private static readonly Dictionary<int, BpfAluOp> s_arithmetic = new()
    {
        [ClassicOperations.Add] = BpfAluOp.Add,
        [ClassicOperations.Subtract] = BpfAluOp.Sub,
        [ClassicOperations.Multiply] = BpfAluOp.Mul,
        [ClassicOperations.Divide] = BpfAluOp.Div,
        [ClassicOperations.Modulo] = BpfAluOp.Mod,
        [ClassicOperations.Or] = BpfAluOp.Or,
        [ClassicOperations.And] = BpfAluOp.And,
        [ClassicOperations.ExclusiveOr] = BpfAluOp.Xor,
        [ClassicOperations.ShiftLeft] = BpfAluOp.ShiftLeft,
        [ClassicOperations.ShiftRight] = BpfAluOp.ShiftRight,
    };

    private readonly CodeWriter _code;
    private readonly ClassicProgram _program;
    private readonly CodeWriter.Place[] _places;
    private readonly CodeWriter.Place _matched;
    private readonly CodeWriter.Place _failed;
    private readonly ClassicFlow _flow;

    private ClassicTranslation(CodeWriter code, ClassicProgram program, CodeWriter.Place matched, CodeWriter.Place failed, ClassicFlow flow)
    {
        _code = code;
        _program = program;
        _matched = matched;
        _failed = failed;
        _places = [.. program.Instructions.Select(static _ => new CodeWriter.Place())];
        _flow = flow;
    }

    /// <summary>Writes a program.</summary>
    /// <param name="code">Where to.</param>
    /// <param name="program">Which.</param>
    /// <param name="matched">Where to go on when it returns anything but 0.</param>
    /// <param name="failed">Where to go on otherwise.</param>
    /// <param name="flow">What is known of it. Instructions that nothing leads to are left out: the verifier refuses them.</param>
    public static void Write(CodeWriter code, ClassicProgram program, CodeWriter.Place matched, CodeWriter.Place failed, ClassicFlow flow) =>
        new ClassicTranslation(code, program, matched, failed, flow).Write();

    private void Write()
    {
        _code.Add(Mov64Imm(A, 0), Mov64Imm(X, 0));
        for (int i = 0; i < _program.Instructions.Count; i++)
        {
            _code.Mark(_places[i]);
            if (_flow.IsReached(i))
                Write(i, _program.Instructions[i]);
        }
    }

    private void Write(int index, ClassicInstruction instruction)
    {
        switch (instruction.Class)
        {
            case ClassicClass.Load:
                Load(index, instruction, A);
                break;
            case ClassicClass.LoadX:
                Load(index, instruction, X);
                break;
            case ClassicClass.Store:
                _code.Add(Store(BpfSize.Double, Stack, A, Memory(instruction.K)));
                break;
            case ClassicClass.StoreX:
                _code.Add(Store(BpfSize.Double, Stack, X, Memory(instruction.K)));
                break;
            case ClassicClass.Arithmetic:
                Compute(instruction);
                break;
            case ClassicClass.Jump:
                Branch(index, instruction);
                break;
            case ClassicClass.Return:
                Return(instruction);
                break;
            default:
                _code.Add(instruction.Code == ClassicOperations.TransferToX ? Mov32(X, A) : Mov32(A, X));
                break;
        }
    }

    private void Load(int index, ClassicInstruction instruction, int register)
    {
        switch (instruction.Mode)
        {
            case ClassicMode.Immediate:
                _code.Add(Mov32Imm(register, (int)instruction.K));
                break;
            case ClassicMode.Memory:
                _code.Add(BpfInstructions.Load(BpfSize.Double, register, Stack, Memory(instruction.K)));
                break;
            case ClassicMode.Length:
                _code.Add(Mov32(register, End), Alu32Imm(BpfAluOp.Sub, register, EthernetHeader.Size));
                break;
            case ClassicMode.HeaderLength:
                LoadAt(index, instruction, register);
                if (ClassicFlow.EndOf(instruction) is not null)
                    _code.Add(Alu32Imm(BpfAluOp.And, register, 0xf), Alu32Imm(BpfAluOp.ShiftLeft, register, 2));
                break;
            case ClassicMode.Indirect:
                LoadIndirect(instruction);
                break;
            default:
                if (instruction.K >= ClassicAncillary.Base)
                    LoadAncillary(instruction.K);
                else
                    LoadAt(index, instruction, register);
                break;
        }
    }

    private void LoadAt(int index, ClassicInstruction instruction, int register)
    {
        if (ClassicFlow.EndOf(instruction) is not { } end)
        {
            _code.JumpAlways(_failed);
            return;
        }

        if (end > _flow.Known(index))
        {
            _code.Jump(Jump32IfImm(BpfCondition.Less, End, end, 0), _failed);
            _code.Add(Mov64(FirstHelp, Frame), Alu64Imm(BpfAluOp.Add, FirstHelp, end));
            _code.Jump(JumpIf(BpfCondition.Greater, FirstHelp, FrameEnd, 0), _failed);
        }

        Read(instruction, register, Frame, end - instruction.Bytes);
    }

    // The offset wraps as in the kernel: below zero it counts from the headers' starts.
    private void LoadIndirect(ClassicInstruction instruction)
    {
        const int region = 0x100000;
        var inPacket = new CodeWriter.Place();
        var known = new CodeWriter.Place();
        _code.Add(Mov32(FirstHelp, X), Alu32Imm(BpfAluOp.Add, FirstHelp, (int)instruction.K));
        _code.Jump(Jump32IfImm(BpfCondition.SignedGreaterOrEqual, FirstHelp, 0, 0), inPacket);
        _code.Add(Alu32Imm(BpfAluOp.Add, FirstHelp, region));
        _code.Jump(Jump32IfImm(BpfCondition.SignedGreaterOrEqual, FirstHelp, 0, 0), inPacket);
        _code.Add(Alu32Imm(BpfAluOp.Add, FirstHelp, region));
        _code.JumpAlways(known);
        _code.Mark(inPacket);
        _code.Jump(Jump32IfImm(BpfCondition.Greater, FirstHelp, ClassicFlow.MostOffset, 0), _failed);
        _code.Add(Alu32Imm(BpfAluOp.Add, FirstHelp, EthernetHeader.Size));
        _code.Mark(known);
        _code.Jump(Jump32IfImm(BpfCondition.Greater, FirstHelp, ClassicFlow.MostOffset, 0), _failed);
        _code.Add(Mov32(SecondHelp, FirstHelp), Alu32Imm(BpfAluOp.Add, SecondHelp, instruction.Bytes));
        _code.Jump(Jump32If(BpfCondition.Greater, SecondHelp, End, 0), _failed);
        _code.Add(Mov64(SecondHelp, Frame), Alu64(BpfAluOp.Add, SecondHelp, FirstHelp), Mov64(ThirdHelp, SecondHelp), Alu64Imm(BpfAluOp.Add, ThirdHelp, instruction.Bytes));
        _code.Jump(JumpIf(BpfCondition.Greater, ThirdHelp, FrameEnd, 0), _failed);
        Read(instruction, A, SecondHelp, 0);
    }

    private void Read(ClassicInstruction instruction, int register, int pointer, int offset)
    {
        BpfSize size = instruction.Size switch
        {
            ClassicSize.Word => BpfSize.Word,
            ClassicSize.Half => BpfSize.Half,
            _ => BpfSize.Byte,
        };
        _code.Add(BpfInstructions.Load(size, register, pointer, offset));
        if (instruction.Bytes > 1)
            _code.Add(ToBigEndian(instruction.Bytes * 8, register));
    }

    private void LoadAncillary(uint k)
    {
        switch (k)
        {
            case ClassicAncillary.Protocol:
                _code.Add(BpfInstructions.Load(BpfSize.Half, A, Frame, EtherTypeAt), ToBigEndian(16, A));
                break;
            case ClassicAncillary.InterfaceIndex:
                _code.Add(BpfInstructions.Load(BpfSize.Word, A, Context, InterfaceIndexAt));
                break;
            case ClassicAncillary.ExclusiveOrX:
                _code.Add(Alu32(BpfAluOp.Xor, A, X));
                break;
            default:
                // A helper leaves nothing in r1 to r5.
                _code.Add(Call(k == ClassicAncillary.Random ? RandomHelper : CpuHelper), Mov32(A, A), BpfInstructions.Load(BpfSize.Double, End, Stack, SavedEnd));
                break;
        }
    }

    private void Compute(ClassicInstruction instruction)
    {
        if (instruction.Operation == ClassicOperations.Negate)
        {
            _code.Add(Neg32(A));
            return;
        }

        BpfAluOp operation = s_arithmetic[instruction.Operation];
        if (!instruction.UsesX)
        {
            _code.Add(Alu32Imm(operation, A, (int)instruction.K));
            return;
        }

        // A division by nothing ends a classic program with 0.
        if (operation is BpfAluOp.Div or BpfAluOp.Mod)
            _code.Jump(Jump32IfImm(BpfCondition.Equal, X, 0, 0), _failed);
        _code.Add(Alu32(operation, A, X));
    }

    private void Branch(int index, ClassicInstruction instruction)
    {
        if (instruction.Operation == ClassicOperations.Always)
        {
            _code.JumpAlways(_places[index + 1 + (int)instruction.K]);
            return;
        }

        CodeWriter.Place taken = _places[index + 1 + instruction.True], other = _places[index + 1 + instruction.False];
        BpfCondition condition = instruction.Operation switch
        {
            ClassicOperations.Equal => BpfCondition.Equal,
            ClassicOperations.Greater => BpfCondition.Greater,
            ClassicOperations.GreaterOrEqual => BpfCondition.GreaterOrEqual,
            _ => BpfCondition.AnyBitSet,
        };
        if (instruction.True == 0 && condition != BpfCondition.AnyBitSet)
            (condition, taken, other) = (Opposite(condition), other, taken);
        _code.Jump(instruction.UsesX ? Jump32If(condition, A, X, 0) : Jump32IfImm(condition, A, (int)instruction.K, 0), taken);
        if (other != _places[index + 1])
            _code.JumpAlways(other);
    }

    private static BpfCondition Opposite(BpfCondition condition) => condition switch
    {
        BpfCondition.Equal => BpfCondition.NotEqual,
        BpfCondition.Greater => BpfCondition.LessOrEqual,
        _ => BpfCondition.Less,
    };

    private void Return(ClassicInstruction instruction)
    {
        if (instruction.Code == ClassicOperations.ReturnA)
            _code.Jump(Jump32IfImm(BpfCondition.NotEqual, A, 0, 0), _matched);
        _code.JumpAlways(instruction.Code == ClassicOperations.ReturnK && instruction.K != 0 ? _matched : _failed);
    }
}
