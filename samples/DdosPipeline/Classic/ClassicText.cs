using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using DdosPipeline.Language;

namespace DdosPipeline.Classic;

/// <summary>Reads bytecode as iptables does: <c>4,48 0 0 9,21 0 1 6,6 0 0 1,6 0 0 0</c>.</summary>
public static class ClassicText
{
    /// <summary>Reads and checks bytecode.</summary>
    /// <returns>Null where there is a problem.</returns>
    public static (ClassicProgram? Program, SignatureProblem? Problem) Parse(string text)
    {
        try
        {
            return (Read(new Word(text, 1)), null);
        }
        catch (SignatureException e)
        {
            return (null, new SignatureProblem(1, e.Column, e.Message));
        }
    }

    internal static ClassicProgram Read(Word word)
    {
        bool isQuoted = word.Text.StartsWith('"') && word.Text.EndsWith('"') && word.Text.Length > 1;
        string text = isQuoted ? word.Text[1..^1] : word.Text;
        int column = word.Column + (isQuoted ? 1 : 0);
        List<Word> parts = Split(text, column);
        if (parts.Count > 1 && parts[^1].Text.Length == 0)
            parts.RemoveAt(parts.Count - 1); // some versions of nfbpf_compile end with a comma
        uint count = parts[0].Number("a number of instructions", 1, ClassicProgram.MostInstructions);
        Word[] codes = [.. parts.Skip(1)];
        if (codes.Length != count)
            throw parts[0].Wrong($"{count} instructions are announced, {codes.Length} follow");
        ClassicInstruction[] instructions = [.. codes.Select(Instruction)];
        ClassicCheck.Check(instructions, codes);
        return new ClassicProgram(instructions);
    }

    // Each part with the column of its first character that is no space.
    private static List<Word> Split(string text, int column)
    {
        var parts = new List<Word>();
        foreach (string part in text.Split(','))
        {
            string trimmed = part.TrimStart();
            parts.Add(new Word(trimmed.TrimEnd(), column + part.Length - trimmed.Length));
            column += part.Length + 1;
        }

        return parts;
    }

    private static ClassicInstruction Instruction(Word word)
    {
        List<Word> numbers = [.. Word.Split(word.Text).Select(w => w with { Column = word.Column + w.Column - 1 })];
        if (numbers.Count != 4)
            throw word.Wrong($"'{word.Text}' has {numbers.Count} numbers: an instruction has code, jump if true, jump if false and operand");
        return new ClassicInstruction(
            (ushort)numbers[0].Number("a code", 0, ushort.MaxValue),
            (byte)numbers[1].Number("a jump", 0, byte.MaxValue),
            (byte)numbers[2].Number("a jump", 0, byte.MaxValue),
            uint.TryParse(numbers[3].Text, NumberStyles.None, CultureInfo.InvariantCulture, out uint k) ? k : throw numbers[3].Wrong($"'{numbers[3].Text}' is no operand: 0 to {uint.MaxValue}"));
    }
}
