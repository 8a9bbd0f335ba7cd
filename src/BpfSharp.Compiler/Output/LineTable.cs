using System;
using System.Collections.Generic;
using BpfSharp.Objects.Instructions;
using BpfSharp.Objects.Model;

namespace BpfSharp.Compiler.Output;

/// <summary>Line info of one program: strictly increasing slots, one at each function's start, none on the second slot of a 64-bit load.</summary>
internal static class LineTable
{
    // struct bpf_line_info packs line << 10 | column.
    private const int MaxColumn = (1 << 10) - 1;
    private const int MaxLine = (1 << 22) - 1;

    public static void Fill(CompiledProgram program, SourceMap sources, List<BpfLineInfo> lines)
    {
        var starts = new Dictionary<int, int>();
        foreach (CompiledFunction function in program.Functions)
            starts[function.Slot] = function.Span;
        SourcePosition last = default;
        bool isSecondSlot = false;
        for (int slot = 0; slot < program.Instructions.Count; slot++)
        {
            bool isStart = starts.TryGetValue(slot, out int functionSpan);
            if (!isSecondSlot && (sources.TryGet(program.Spans[slot], out SourcePosition position) || (isStart && sources.TryGet(functionSpan, out position)))
                && (isStart || position.File != last.File || position.Line != last.Line || position.Column != last.Column))
            {
                lines.Add(Line(slot, position));
                last = position;
            }
            else if (isStart)
            {
                // The kernel refuses a function without a line at its start; a program without sources has none at all.
                if (sources.Positions.Count != 0)
                    lines.Add(Line(slot, sources.Positions[0]));
            }

            isSecondSlot = !isSecondSlot && program.Instructions[slot].Opcode == BpfOpcodes.LoadImmediate64;
        }
    }

    private static BpfLineInfo Line(int slot, SourcePosition position) =>
        new(slot, position.File, position.Text.Trim(), Math.Min(position.Line, MaxLine), Math.Min(position.Column, MaxColumn));
}
