using System;
using System.Collections.Generic;
using System.Linq;
using BpfSharp.Objects.Elf;
using BpfSharp.Objects.Instructions;
using BpfSharp.Objects.Model;

namespace BpfSharp.Benchmarks.Codegen;

/// <summary>What can be read off an object without loading it.</summary>
internal static class ObjectFigures
{
    private const int FramePointer = 10;
    private const int ClassMask = 7, ClassLoad = 1, ClassStoreImmediate = 2, ClassStore = 3;
    private const int AddImmediate = 0x07, Move = 0xbf;

    public static int Slots(byte[] elf) => Programs(elf).Sum(static p => p.Instructions.Count);

    /// <summary>The deepest byte below the frame pointer that is named: by an access, or by an address that is computed.</summary>
    public static int Stack(byte[] elf) => Programs(elf).Max(static p => Stack(p.Instructions));

    private static int Stack(IReadOnlyList<BpfInstruction> instructions)
    {
        int deepest = 0;
        int copy = -1;
        foreach (BpfInstruction i in instructions)
        {
            bool isLoad = (i.Opcode & ClassMask) == ClassLoad;
            if (isLoad || (i.Opcode & ClassMask) is ClassStoreImmediate or ClassStore)
                deepest = Math.Min(deepest, (isLoad ? i.Source : i.Destination) == FramePointer ? i.Offset : 0);
            else if (i.Opcode == AddImmediate && i.Destination == copy)
                deepest = Math.Min(deepest, i.Immediate);
            copy = i.Opcode == Move && i.Source == FramePointer ? i.Destination : -1;
        }

        return -deepest;
    }

    private static List<BpfProgramImage> Programs(byte[] elf) => BpfObjectReader.Read(elf).Programs;
}
