using System.Collections.Generic;
using BpfSharp.Loader.Maps;
using BpfSharp.Loader.Syscalls;
using BpfSharp.Objects.Instructions;
using BpfSharp.Objects.Model;

namespace BpfSharp.Loader;

/// <summary>A program's instructions with the descriptors of its maps and the ids of kernel functions in place.</summary>
internal static class Relocation
{
    /// <summary>The opcode <c>BPF_LD | BPF_IMM | BPF_DW</c>.</summary>
    public const byte LoadImmediate64 = 0x18;

    /// <param name="maps">By name; data sections too. The caller keeps them open until the program is loaded.</param>
    /// <param name="functions">BTF ids of kernel functions, by name.</param>
    public static byte[] Apply(BpfProgramImage program, IReadOnlyDictionary<string, KernelMap> maps, IReadOnlyDictionary<string, int> functions)
    {
        var instructions = new List<BpfInstruction>(program.Instructions);
        foreach (BpfRelocation relocation in program.Relocations)
        {
            if (relocation.Kind == BpfRelocationKind.KernelFunction)
            {
                instructions[relocation.Slot] = BpfInstructions.CallKernelFunction(functions[relocation.Symbol]);
                continue;
            }
            using FileDescriptor.Hold hold = maps[relocation.Symbol].Descriptor.Use();
            bool isMap = relocation.Kind == BpfRelocationKind.Map;
            instructions[relocation.Slot] = instructions[relocation.Slot] with
            {
                Source = isMap ? PseudoSource.MapFd : PseudoSource.MapValue,
                Immediate = hold.Fd,
            };
            instructions[relocation.Slot + 1] = instructions[relocation.Slot + 1] with { Immediate = isMap ? 0 : relocation.Offset };
        }
        return BpfInstructionCodec.Encode(instructions);
    }
}
