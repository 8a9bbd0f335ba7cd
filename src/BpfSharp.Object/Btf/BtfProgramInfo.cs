using System.Collections.Generic;
using BpfSharp.Objects.Binary;
using BpfSharp.Objects.Model;

namespace BpfSharp.Objects.Btf;

/// <summary>Function and line records of one program, as <c>BPF_PROG_LOAD</c> takes them (<c>struct bpf_func_info</c>, <c>struct bpf_line_info</c>).</summary>
/// <param name="Functions">Records of <see cref="FunctionRecordSize"/> bytes.</param>
/// <param name="Lines">Records of <see cref="LineRecordSize"/> bytes.</param>
public sealed record BtfProgramInfo(byte[] Functions, byte[] Lines)
{
    public const int FunctionRecordSize = 8;
    public const int LineRecordSize = 16;

    internal const int ColumnBits = 10;
    internal const int MaxColumn = (1 << ColumnBits) - 1;
    internal const int MaxLine = (1 << 22) - 1;

    /// <param name="strings">The strings of the BTF that is loaded with the program; files and lines are added.</param>
    public static BtfProgramInfo Create(BpfProgramImage program, BtfStringTable strings)
    {
        var functions = new ByteWriter();
        WriteFunctions(functions, program.Functions, 1);
        var lines = new ByteWriter();
        WriteLines(lines, program.Lines, 1, strings);
        return new BtfProgramInfo(functions.ToArray(), lines.ToArray());
    }

    /// <param name="unit">What a slot counts: 1 for the kernel, 8 in an object file.</param>
    internal static void WriteFunctions(ByteWriter writer, IReadOnlyList<BpfFunctionInfo> functions, int unit)
    {
        foreach (BpfFunctionInfo function in functions)
        {
            writer.I32(function.Slot * unit);
            writer.I32(function.TypeId);
        }
    }

    internal static void WriteLines(ByteWriter writer, IReadOnlyList<BpfLineInfo> lines, int unit, BtfStringTable strings)
    {
        foreach (BpfLineInfo line in lines)
        {
            writer.I32(line.Slot * unit);
            writer.U32(strings.Add(line.File));
            writer.U32(strings.Add(line.Text));
            writer.U32((uint)System.Math.Min(line.Line, MaxLine) << ColumnBits | (uint)System.Math.Min(line.Column, MaxColumn));
        }
    }
}
