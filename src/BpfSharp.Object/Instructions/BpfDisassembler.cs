using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;
using BpfSharp.Objects.Model;

namespace BpfSharp.Objects.Instructions;

/// <summary>One instruction as text; a 64-bit load is one line for its two slots.</summary>
public readonly record struct BpfDisassemblyLine(int Slot, string Text);

/// <summary>Instructions as text in the notation of the kernel's log, which llvm-mc assembles too.</summary>
public static class BpfDisassembler
{
    /// <summary>Text of one instruction; <paramref name="second"/> is the second slot of a 64-bit load.</summary>
    /// <param name="helperName">Name of a helper by id, or null where unknown.</param>
    public static string Format(in BpfInstruction instruction, BpfInstruction? second = null, BpfRelocation? relocation = null, Func<int, string?>? helperName = null)
    {
        BpfInstructionForm? form = BpfInstructionSet.Find(instruction);
        if (form is null)
            return Unknown(instruction);
        if (relocation is { } target && instruction.Opcode == BpfOpcodes.LoadImmediate64)
            return $"r{Number(instruction.Destination)} = {FormatTarget(target)}";
        if (relocation is { Kind: BpfRelocationKind.KernelFunction } callee && BpfInstructions.IsKernelCall(instruction))
            return $"call {callee.Symbol}";
        if (form.Name == "call" && helperName?.Invoke(instruction.Immediate) is { } name)
            return $"call {name}#{Number(instruction.Immediate)}";
        return Expand(form.Text, instruction, second?.Immediate ?? 0);
    }

    /// <summary>Lines of a program, without slot numbers.</summary>
    public static List<BpfDisassemblyLine> Disassemble(
        IReadOnlyList<BpfInstruction> instructions,
        IReadOnlyList<BpfRelocation>? relocations = null,
        Func<int, string?>? helperName = null)
    {
        var bySlot = new Dictionary<int, BpfRelocation>();
        foreach (BpfRelocation relocation in relocations ?? Array.Empty<BpfRelocation>())
            bySlot[relocation.Slot] = relocation;

        var lines = new List<BpfDisassemblyLine>(instructions.Count);
        for (int slot = 0; slot < instructions.Count; slot++)
        {
            BpfInstruction instruction = instructions[slot];
            bool wide = IsWide(instructions, slot);
            BpfRelocation? relocation = bySlot.TryGetValue(slot, out BpfRelocation found) ? found : null;
            lines.Add(new(slot, Format(instruction, wide ? instructions[slot + 1] : null, relocation, helperName)));
            if (wide)
                slot++;
        }

        return lines;
    }

    /// <summary>A program's lines as one text, each with its slot number: what golden tests compare.</summary>
    public static string ToText(BpfProgramImage program, Func<int, string?>? helperName = null) =>
        ToText(program.Instructions, program.Relocations, helperName);

    /// <inheritdoc cref="ToText(BpfProgramImage, Func{int, string?})"/>
    public static string ToText(
        IReadOnlyList<BpfInstruction> instructions,
        IReadOnlyList<BpfRelocation>? relocations = null,
        Func<int, string?>? helperName = null)
    {
        var text = new StringBuilder();
        foreach (BpfDisassemblyLine line in Disassemble(instructions, relocations, helperName))
            text.Append(Number(line.Slot).PadLeft(4)).Append(": ").Append(line.Text).Append('\n');
        return text.ToString();
    }

    /// <summary>Whether the slot and the next are one 64-bit load.</summary>
    public static bool IsWide(IReadOnlyList<BpfInstruction> instructions, int slot) =>
        instructions[slot].Opcode == BpfOpcodes.LoadImmediate64 && slot + 1 < instructions.Count && instructions[slot + 1].Opcode == 0;

    private static string FormatTarget(in BpfRelocation target) => target.Kind == BpfRelocationKind.Map
        ? $"map[{target.Symbol}]"
        : $"{target.Symbol}[{Number(target.Offset)}]";

    private static string Expand(string template, in BpfInstruction instruction, int high)
    {
        var text = new StringBuilder(template.Length + 8);
        for (int i = 0; i < template.Length; i++)
        {
            if (template[i] != '{')
            {
                text.Append(template[i]);
                continue;
            }

            text.Append(Operand(template[i + 1], instruction, high));
            i += 2;
        }

        return text.ToString();
    }

    private static string Operand(char kind, in BpfInstruction instruction, int high) => kind switch
    {
        'D' => "r" + Number(instruction.Destination),
        'd' => "w" + Number(instruction.Destination),
        'S' => "r" + Number(instruction.Source),
        's' => "w" + Number(instruction.Source),
        'o' or 'j' => Signed(instruction.Offset),
        'J' => Signed(instruction.Immediate),
        'i' => Number(instruction.Immediate),
        'h' => Signed(high),
        'x' => "0x" + (((long)high << 32) | (uint)instruction.Immediate).ToString("x", CultureInfo.InvariantCulture),
        _ => throw new InvalidOperationException($"Unknown operand '{kind}' in the instruction table."),
    };

    private static string Unknown(in BpfInstruction instruction)
    {
        var bytes = new byte[BpfInstruction.Size];
        BpfInstructionCodec.Encode(instruction, bytes, 0);
        var text = new StringBuilder("unknown");
        foreach (byte value in bytes)
            text.Append(' ').Append(value.ToString("x2", CultureInfo.InvariantCulture));
        return text.ToString();
    }

    private static string Signed(int value) => (value < 0 ? "" : "+") + Number(value);

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
