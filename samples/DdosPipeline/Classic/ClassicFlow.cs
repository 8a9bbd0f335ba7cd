using System;
using System.Linq;
using BpfSharp.Protocols;

namespace DdosPipeline.Classic;

/// <summary>What is known of a program before it is translated: all its jumps go forward, so that one walk finds it.</summary>
internal sealed class ClassicFlow
{
    private const int Unreached = int.MaxValue;

    /// <summary>Offsets that the verifier takes; a linear packet in XDP is shorter.</summary>
    public const int MostOffset = 0x7fff;

    private readonly int[] _known;

    /// <param name="program">The program.</param>
    /// <param name="start">Bytes from the frame's start that are there at its start.</param>
    public ClassicFlow(ClassicProgram program, int start)
    {
        _known = [.. Enumerable.Repeat(Unreached, program.Instructions.Count)];
        _known[0] = start;
        for (int i = 0; i < _known.Length; i++)
        {
            if (IsReached(i))
                Follow(i, program.Instructions[i]);
        }
    }

    /// <summary>Whether it can return anything but 0.</summary>
    public bool CanMatch { get; private set; }

    /// <summary>Whether it can return 0, or end beyond the packet.</summary>
    public bool CanFail { get; private set; }

    public bool IsReached(int index) => _known[index] != Unreached;

    /// <summary>Bytes from the frame's start that are there when an instruction is reached: a load beyond the packet's end would have ended the program before.</summary>
    public int Known(int index) => _known[index];

    /// <summary>Where a load at a constant offset ends, in bytes from the frame's start; null: never within a packet.</summary>
    public static int? EndOf(ClassicInstruction instruction)
    {
        uint k = instruction.K;
        if (k >= ClassicAncillary.Base)
            return null;
        long at = k >= ClassicAncillary.Network ? (long)k - ClassicAncillary.Network + EthernetHeader.Size
            : k >= ClassicAncillary.Link ? (long)k - ClassicAncillary.Link
            : (long)k + EthernetHeader.Size;
        return at + instruction.Bytes <= MostOffset ? (int)at + instruction.Bytes : null;
    }

    private void Follow(int index, ClassicInstruction instruction)
    {
        int known = _known[index];
        switch (instruction.Class)
        {
            case ClassicClass.Return:
                bool isVariable = instruction.Code == ClassicOperations.ReturnA;
                CanMatch |= isVariable || instruction.K != 0;
                CanFail |= isVariable || instruction.K == 0;
                return;
            case ClassicClass.Jump when instruction.Operation == ClassicOperations.Always:
                Meet(index + 1 + (int)instruction.K, known);
                return;
            case ClassicClass.Jump:
                Meet(index + 1 + instruction.True, known);
                Meet(index + 1 + instruction.False, known);
                return;
            case ClassicClass.Load or ClassicClass.LoadX when instruction.Mode == ClassicMode.Indirect:
            case ClassicClass.Arithmetic when instruction is { UsesX: true, Operation: ClassicOperations.Divide or ClassicOperations.Modulo }:
                CanFail = true;
                break;
            case ClassicClass.Load or ClassicClass.LoadX when IsOfPacket(instruction):
                int? end = EndOf(instruction);
                CanFail |= end is null || end > known;
                if (end is null)
                    return;
                known = Math.Max(known, end.Value);
                break;
        }

        Meet(index + 1, known);
    }

    private static bool IsOfPacket(ClassicInstruction instruction) =>
        instruction.Mode == ClassicMode.HeaderLength || (instruction.Mode == ClassicMode.Absolute && instruction.K < ClassicAncillary.Base);

    private void Meet(int target, int bytes) => _known[target] = Math.Min(_known[target], bytes);
}
