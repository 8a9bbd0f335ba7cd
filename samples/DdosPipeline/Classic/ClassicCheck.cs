using System.Collections.Generic;
using System.Linq;
using DdosPipeline.Language;

namespace DdosPipeline.Classic;

/// <summary>The rules of the kernel (<c>bpf_check_classic</c>), and what XDP can't do. Each problem is told at its instruction.</summary>
internal static class ClassicCheck
{
    // net/core/filter.c, chk_code_allowed.
    private static readonly HashSet<int> s_codes =
    [
        // Arithmetic with K and X; negation.
        0x04, 0x0c, 0x14, 0x1c, 0x24, 0x2c, 0x34, 0x3c, 0x44, 0x4c, 0x54, 0x5c, 0x64, 0x6c, 0x74, 0x7c, 0x94, 0x9c, 0xa4, 0xac, 0x84,

        // Loads of A and X, stores.
        0x00, 0x20, 0x28, 0x30, 0x40, 0x48, 0x50, 0x60, 0x80, 0x01, 0x61, 0x81, 0xb1, 0x02, 0x03,

        // Jumps, returns, transfers.
        0x05, 0x15, 0x1d, 0x25, 0x2d, 0x35, 0x3d, 0x45, 0x4d, 0x06, 0x16, 0x07, 0x87,
    ];

    public static void Check(IReadOnlyList<ClassicInstruction> program, IReadOnlyList<Word> words)
    {
        for (int i = 0; i < program.Count; i++)
        {
            if (Problem(program, i) is { } problem)
                throw words[i].Wrong(problem);
        }

        if (program[^1].Class != ClassicClass.Return)
            throw words[^1].Wrong("the last instruction has to return");
        CheckMemory(program, words);
    }

    private static string? Problem(IReadOnlyList<ClassicInstruction> program, int index)
    {
        ClassicInstruction instruction = program[index];
        int left = program.Count - index - 1;
        if (!s_codes.Contains(instruction.Code))
            return $"{instruction.Code} is no code of classic BPF";
        return instruction.Class switch
        {
            ClassicClass.Arithmetic when instruction is { UsesX: false, K: 0, Operation: ClassicOperations.Divide or ClassicOperations.Modulo } => "a division by 0",
            ClassicClass.Arithmetic when instruction is { UsesX: false, K: >= 32, Operation: ClassicOperations.ShiftLeft or ClassicOperations.ShiftRight } => "a shift by 32 bits or more",
            ClassicClass.Jump when instruction.Operation == ClassicOperations.Always => instruction.K >= left ? "a jump beyond the end" : null,
            ClassicClass.Jump => instruction.True >= left || instruction.False >= left ? "a jump beyond the end" : null,
            ClassicClass.Store or ClassicClass.StoreX => OfMemory(instruction),
            ClassicClass.Load or ClassicClass.LoadX when instruction.Mode == ClassicMode.Memory => OfMemory(instruction),
            ClassicClass.Load when instruction.Mode is ClassicMode.Absolute or ClassicMode.Indirect => OfLoad(instruction),
            _ => null,
        };
    }

    private static string? OfMemory(ClassicInstruction instruction) => instruction.K < ClassicProgram.Memory ? null : $"memory has {ClassicProgram.Memory} words";

    private static string? OfLoad(ClassicInstruction instruction)
    {
        if (instruction.K < ClassicAncillary.Base)
            return null;
        if (instruction.Mode == ClassicMode.Indirect)
            return "what the kernel knows beside the packet is loaded at offsets without X";
        if (ClassicAncillary.IsTaken(instruction.K))
            return null;
        return ClassicAncillary.Refused.TryGetValue(instruction.K - ClassicAncillary.Base, out string? what)
            ? $"XDP does not have {what}"
            : "there is nothing at this negative offset";
    }

    // A word of memory is read only where it was written on all ways (check_load_and_stores).
    private static void CheckMemory(IReadOnlyList<ClassicInstruction> program, IReadOnlyList<Word> words)
    {
        int[] written = [.. Enumerable.Repeat(ushort.MaxValue, program.Count)];
        int valid = 0;
        for (int i = 0; i < program.Count; i++)
        {
            ClassicInstruction instruction = program[i];
            valid &= written[i];
            switch (instruction.Class)
            {
                case ClassicClass.Store or ClassicClass.StoreX:
                    valid |= 1 << (int)instruction.K;
                    break;
                case ClassicClass.Load or ClassicClass.LoadX when instruction.Mode == ClassicMode.Memory && (valid & (1 << (int)instruction.K)) == 0:
                    throw words[i].Wrong($"word {instruction.K} of memory is read before it is written");
                case ClassicClass.Jump when instruction.Operation == ClassicOperations.Always:
                    written[i + 1 + (int)instruction.K] &= valid;
                    valid = ushort.MaxValue;
                    break;
                case ClassicClass.Jump:
                    written[i + 1 + instruction.True] &= valid;
                    written[i + 1 + instruction.False] &= valid;
                    valid = ushort.MaxValue;
                    break;
            }
        }
    }
}
