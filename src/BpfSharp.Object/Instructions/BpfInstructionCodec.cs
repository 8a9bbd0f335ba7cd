using System;
using System.Collections.Generic;

namespace BpfSharp.Objects.Instructions;

/// <summary>Instructions as bytes: <c>struct bpf_insn</c>, little-endian.</summary>
public static class BpfInstructionCodec
{
    public static byte[] Encode(IReadOnlyList<BpfInstruction> instructions)
    {
        var bytes = new byte[instructions.Count * BpfInstruction.Size];
        for (int i = 0; i < instructions.Count; i++)
            Encode(instructions[i], bytes, i * BpfInstruction.Size);
        return bytes;
    }

    public static void Encode(in BpfInstruction instruction, byte[] bytes, int position)
    {
        bytes[position] = instruction.Opcode;
        bytes[position + 1] = (byte)(instruction.Destination | (instruction.Source << 4));
        bytes[position + 2] = unchecked((byte)instruction.Offset);
        bytes[position + 3] = unchecked((byte)(instruction.Offset >> 8));
        for (int i = 0; i < 4; i++)
            bytes[position + 4 + i] = unchecked((byte)(instruction.Immediate >> (8 * i)));
    }

    /// <summary>Any 8 bytes are an instruction slot; whether a kernel knows it, <see cref="BpfInstructionSet.Find"/> tells.</summary>
    public static BpfInstruction Decode(byte[] bytes, int position) => new(
        bytes[position],
        (byte)(bytes[position + 1] & 15),
        (byte)(bytes[position + 1] >> 4),
        (short)(bytes[position + 2] | (bytes[position + 3] << 8)),
        bytes[position + 4] | (bytes[position + 5] << 8) | (bytes[position + 6] << 16) | (bytes[position + 7] << 24));

    /// <exception cref="ArgumentException">The length is no multiple of 8.</exception>
    public static List<BpfInstruction> Decode(byte[] bytes)
    {
        if (bytes.Length % BpfInstruction.Size != 0)
            throw new ArgumentException("Instructions are 8 bytes each.", nameof(bytes));
        var instructions = new List<BpfInstruction>(bytes.Length / BpfInstruction.Size);
        for (int position = 0; position < bytes.Length; position += BpfInstruction.Size)
            instructions.Add(Decode(bytes, position));
        return instructions;
    }
}
