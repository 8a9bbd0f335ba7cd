using System;
using System.Linq;
using DdosPipeline.Classic;

namespace BpfSharp.Samples.Tests.DdosPipeline;

/// <summary>Programs of classic BPF by chance, all of which the kernel takes.</summary>
internal static class RandomBytecode
{
    private static readonly int[] s_codes =
    [
        0x04, 0x0c, 0x14, 0x1c, 0x24, 0x2c, 0x34, 0x3c, 0x44, 0x4c, 0x54, 0x5c, 0x64, 0x6c, 0x74, 0x7c, 0x94, 0x9c, 0xa4, 0xac, 0x84,
        0x00, 0x20, 0x28, 0x30, 0x40, 0x48, 0x50, 0x60, 0x80, 0x01, 0x61, 0x81, 0xb1, 0x02, 0x03,
        0x05, 0x15, 0x1d, 0x25, 0x2d, 0x35, 0x3d, 0x45, 0x4d, 0x06, 0x16, 0x07, 0x87,
        0x28, 0x30, 0x20, 0x28, 0x30, 0x48, 0x50, 0xb1, 0x15, 0x15, 0x45, 0x25,
    ];

    // Offsets of fields, packet ends, both negative regions and their ends.
    private static readonly uint[] s_offsets =
        [0, 1, 2, 6, 8, 9, 10, 12, 16, 20, 22, 24, 28, 30, 40, 60, 100, 0x7fff, 0x8000, 0x10000, 0x7fffffff, 0x80000000, 0xfff00000, 0xfff00009, 0xfffffeff, 0xffefffff];

    private static readonly uint[] s_values = [0, 1, 2, 5, 6, 8, 15, 17, 20, 40, 53, 80, 0xff, 0x800, 0x1fff, 0xffff, 0x7fffffff, 0x80000000, 0xffffffff];

    public static ClassicProgram Make(Random random)
    {
        while (true)
        {
            int length = random.Next(2, 24);
            var code = Enumerable.Range(0, length).Select(i => Instruction(random, length - i - 1)).ToArray();
            (ClassicProgram? program, _) = ClassicText.Parse($"{length}," + string.Join(',', code.Select(static c => $"{c.Code} {c.True} {c.False} {c.K}")));
            if (program is not null)
                return program;
        }
    }

    private static ClassicInstruction Instruction(Random random, int left)
    {
        ushort code = (ushort)(left == 0 ? random.Next(2) == 0 ? 0x06 : 0x16 : s_codes[random.Next(s_codes.Length)]);
        var instruction = new ClassicInstruction(code, 0, 0, s_values[random.Next(s_values.Length)]);
        return instruction.Class switch
        {
            ClassicClass.Jump when instruction.Operation == 0 => instruction with { K = (uint)random.Next(left) },
            ClassicClass.Jump => instruction with { True = (byte)random.Next(Math.Min(left, 6)), False = (byte)random.Next(Math.Min(left, 6)) },
            ClassicClass.Store or ClassicClass.StoreX => instruction with { K = (uint)random.Next(3) },
            ClassicClass.Load or ClassicClass.LoadX when instruction.Mode == ClassicMode.Memory => instruction with { K = (uint)random.Next(3) },
            ClassicClass.Load or ClassicClass.LoadX when instruction.Mode is ClassicMode.Absolute or ClassicMode.Indirect or ClassicMode.HeaderLength =>
                instruction with { K = random.Next(12) == 0 && code == 0x20 ? 0xfffff028 : s_offsets[random.Next(random.Next(4) == 0 ? s_offsets.Length : 15)] },
            ClassicClass.Arithmetic when random.Next(2) == 0 => instruction with { K = (uint)random.Next(1, 32) },
            _ => instruction,
        };
    }
}
