using System;
using System.Collections.Generic;
using BpfSharp.Compiler.Verifier.Walk;
using BpfSharp.Objects.Instructions;

namespace BpfSharp.Compiler.Verifier.Code;

/// <summary>What the verifier finds out of the code before it walks: where states are compared, what is in a loop, which registers are read later.</summary>
internal sealed class CodeGraph
{
    private readonly bool[] _prune;
    private readonly bool[] _jump;
    private readonly bool[] _callback;
    private readonly bool[] _iterator;

    public CodeGraph(VerifierProgram program)
    {
        Program = program;
        Code = program.Instructions.ToArray();
        _prune = new bool[Code.Length + 1];
        _jump = new bool[Code.Length + 1];
        _callback = new bool[Code.Length + 1];
        _iterator = new bool[Code.Length + 1];
        Loops = new int[Code.Length];
        LiveRegisters = new ushort[Code.Length + 1];
        for (int slot = 0; slot < Code.Length; slot += SlotsOf(slot))
            Mark(slot);
        Postorders = Ordering.Postorders(this);
        LoopNumbering.Run(this);
        RegisterLiveness.Run(this);
    }

    public VerifierProgram Program { get; }

    public BpfInstruction[] Code { get; }

    /// <summary>Per slot, the number of the strongly connected component (of a loop); 0: none.</summary>
    public int[] Loops { get; }

    /// <summary>Per slot, the registers that may be read before they are written.</summary>
    public ushort[] LiveRegisters { get; }

    /// <summary>Slots of each function, behind their successors first.</summary>
    public int[][] Postorders { get; }

    /// <summary>States are compared and kept before these instructions.</summary>
    public bool IsPrunePoint(int slot) => _prune[slot];

    /// <summary>An instruction that may come from another than the one before it.</summary>
    public bool IsJumpPoint(int slot) => _jump[slot];

    /// <summary>A helper that calls a function back; a state is kept before it in any case.</summary>
    public bool CallsBack(int slot) => _callback[slot];

    /// <summary>A call that moves an iterator on (<c>is_iter_next_insn</c>); a state is kept before it in any case.</summary>
    public bool MovesIterator(int slot) => _iterator[slot];

    /// <summary>A state is kept here in any case (<c>is_force_checkpoint</c>).</summary>
    public bool IsForced(int slot) => _callback[slot] || _iterator[slot];

    public int SlotsOf(int slot) => Code[slot].Opcode == BpfOpcodes.LoadImmediate64 ? 2 : 1;

    public static bool IsJumpClass(in BpfInstruction instruction) => (instruction.Opcode & BpfOpcodes.ClassMask) is BpfOpcodes.Jmp or BpfOpcodes.Jmp32;

    public bool IsSubprogramCall(int slot) => Code[slot] is { Opcode: BpfOpcodes.Call, Source: BpfOpcodes.PseudoCall };

    /// <summary>Index in <see cref="Postorders"/> of the function that starts here.</summary>
    public int FunctionAt(int start) => Program.Functions.IndexOf(start);

    public int EndOf(int function) => function + 1 < Program.Functions.Count ? Program.Functions[function + 1] : Code.Length;

    /// <summary>Instructions that may come next in the same function: the one behind, then where a jump goes.</summary>
    public int Successors(int slot, out int first, out int second)
    {
        BpfInstruction instruction = Code[slot];
        first = slot + SlotsOf(slot);
        second = -1;
        if (!IsJumpClass(instruction))
            return 1;
        switch (instruction.Opcode & BpfOpcodes.OperationMask)
        {
            case BpfOpcodes.ExitOperation:
                return 0;
            case BpfOpcodes.CallOperation:
                return 1;
            case BpfOpcodes.JumpAlways:
                first = Target(slot);
                return 1;
            default:
                second = Target(slot);
                return 2;
        }
    }

    public int Target(int slot) => slot + 1 + (Code[slot].Opcode == BpfOpcodes.GotoLong ? Code[slot].Immediate : Code[slot].Offset);

    // visit_insn() of the kernel.
    private void Mark(int slot)
    {
        BpfInstruction instruction = Code[slot];
        if (instruction is { Opcode: BpfOpcodes.LoadImmediate64, Source: BpfOpcodes.PseudoFunc })
        {
            MarkCall(slot, slot + 2);
            return;
        }

        if (!IsJumpClass(instruction))
            return;
        switch (instruction.Opcode & BpfOpcodes.OperationMask)
        {
            case BpfOpcodes.ExitOperation:
                break;
            case BpfOpcodes.CallOperation when instruction.Source == BpfOpcodes.PseudoCall:
                MarkCall(slot, slot + 1);
                break;
            case BpfOpcodes.CallOperation:
                if (instruction.Source == 0 && KnownHelpers.CallsBack(instruction.Immediate))
                {
                    _callback[slot] = true;
                    MarkBoth(slot);
                }

                if (instruction is { Source: 0, Immediate: KnownHelpers.TimerSetCallback })
                    _prune[slot] = true;
                if (Program.KernelFunctions.TryGetValue(slot, out KernelFunction? function) && function.Name == KnownKernelFunctions.IteratorNext)
                    _prune[slot] = _iterator[slot] = true;
                MarkBoth(slot + 1);
                break;
            case BpfOpcodes.JumpAlways:
                MarkBoth(Target(slot));
                break;
            default:
                _prune[slot] = true;
                MarkBoth(Target(slot));
                break;
        }
    }

    private void MarkCall(int slot, int next)
    {
        _prune[slot] = true;
        MarkBoth(next);
        MarkBoth(slot + 1 + Code[slot].Immediate);
    }

    private void MarkBoth(int slot)
    {
        _prune[slot] = true;
        _jump[slot] = true;
    }
}
