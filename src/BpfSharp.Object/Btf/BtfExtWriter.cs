using System.Collections.Generic;
using BpfSharp.Objects.Binary;
using BpfSharp.Objects.Elf;

namespace BpfSharp.Objects.Btf;

/// <summary>Function and line info of all code sections as the bytes of <c>.BTF.ext</c>.</summary>
internal static class BtfExtWriter
{
    internal const int HeaderSize = 32;

    /// <param name="strings">The strings of the object's <c>.BTF</c>; what is referred to is added.</param>
    public static byte[] Write(IReadOnlyList<CodeSection> sections, BtfStringTable strings)
    {
        var functions = new ByteWriter();
        functions.U32(BtfProgramInfo.FunctionRecordSize);
        var lines = new ByteWriter();
        lines.U32(BtfProgramInfo.LineRecordSize);
        foreach (CodeSection section in sections)
        {
            if (section.FunctionInfo.Count > 0)
            {
                functions.U32(strings.Add(section.Name));
                functions.I32(section.FunctionInfo.Count);
                BtfProgramInfo.WriteFunctions(functions, section.FunctionInfo, Instructions.BpfInstruction.Size);
            }

            if (section.Lines.Count > 0)
            {
                lines.U32(strings.Add(section.Name));
                lines.I32(section.Lines.Count);
                BtfProgramInfo.WriteLines(lines, section.Lines, Instructions.BpfInstruction.Size, strings);
            }
        }

        return Join(functions, lines);
    }

    private static byte[] Join(ByteWriter functions, ByteWriter lines)
    {
        // A part that holds nothing but its record size counts as absent.
        int functionLength = functions.Length > 4 ? functions.Length : 0;
        int lineLength = lines.Length > 4 ? lines.Length : 0;
        var result = new ByteWriter();
        result.U16(BtfWriter.Magic);
        result.U8(1);
        result.U8(0);
        result.U32(HeaderSize);
        result.U32(0);
        result.I32(functionLength);
        result.I32(functionLength);
        result.I32(lineLength);
        result.I32(functionLength + lineLength);
        result.U32(0);
        if (functionLength > 0)
            result.Bytes(functions.ToArray());
        if (lineLength > 0)
            result.Bytes(lines.ToArray());
        return result.ToArray();
    }
}
