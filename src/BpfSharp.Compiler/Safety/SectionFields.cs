using System;
using System.Collections.Generic;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Passes;

namespace BpfSharp.Compiler.Safety;

/// <summary>Context fields that the kernel shows to programs of some sections only (<c>xdp_is_valid_access</c>).</summary>
internal static class SectionFields
{
    // Field: the end of the sections that have it, and what makes such programs in C#.
    private static readonly Dictionary<string, (string Section, string Attribute)> s_rows = new(StringComparer.Ordinal)
    {
        ["egress_ifindex"] = ("/devmap", "XdpDeviceMapProgram"),
    };

    public static bool Run(CompilationContext context, IrFunction function)
    {
        foreach (IrBlock block in function.Blocks)
        {
            foreach (IrInstruction instruction in block.Instructions)
            {
                if (instruction.Op is IrOp.CtxLoad or IrOp.CtxStore && s_rows.TryGetValue(instruction.Symbol!, out (string Section, string Attribute) row)
                    && !context.ProgramSection.EndsWith(row.Section, StringComparison.Ordinal))
                    context.Report("BPF2050", instruction.Span, instruction.Symbol!, row.Attribute);
            }
        }

        return false;
    }
}
