using System;
using System.Collections.Generic;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Passes;

namespace BpfSharp.Compiler.Safety;

/// <summary>May this program call this helper: on the target kernel, under the license, from this kind of program. Has the target kernel this field of the context.</summary>
internal static class HelperRules
{
    // License texts that the kernel takes for GPL-compatible (license_is_gpl_compatible).
    private static readonly HashSet<string> s_gplCompatible = new(StringComparer.Ordinal)
    {
        "GPL", "GPL v2", "GPL and additional rights", "Dual BSD/GPL", "Dual MIT/GPL", "Dual MPL/GPL",
    };

    /// <summary>Whether the kernel takes a license text for compatible with the GPL.</summary>
    public static bool IsGplCompatible(string license) => s_gplCompatible.Contains(license);

    public static bool Run(CompilationContext context, IrFunction function)
    {
        foreach (IrBlock block in function.Blocks)
        {
            foreach (IrInstruction instruction in block.Instructions)
            {
                if (instruction.Op == IrOp.Helper)
                    Check(context, instruction, context.Module.Helpers[instruction.Symbol!]);
                else if (instruction.Op is IrOp.CtxLoad or IrOp.CtxStore && context.Module.ContextFields.TryGetValue(instruction.Symbol!, out IrContextField? field))
                    Check(context, instruction, field);
            }
        }

        return false;
    }

    private static void Check(CompilationContext context, IrInstruction access, IrContextField field)
    {
        if (Version.TryParse(field.Since, out Version? since) && since > context.Options.TargetKernel)
            context.Report("BPF3073", access.Span, field.Name, field.Since, context.Options.TargetKernel.ToString(2));
    }

    private static void Check(CompilationContext context, IrInstruction call, IrHelper helper)
    {
        if (Version.TryParse(helper.Since, out Version? since) && since > context.Options.TargetKernel)
            context.Report("BPF3030", call.Span, helper.Name, helper.Since, context.Options.TargetKernel.ToString(2));
        if (helper.GplOnly && !IsGplCompatible(context.Module.License))
            context.Report("BPF3031", call.Span, helper.Name, context.Module.License);
        if (helper.DeviceBound && !context.IsDeviceBound)
            context.Report("BPF3049", call.Span, helper.Name);
        if (helper.Programs.Count != 0 && !helper.Programs.Contains(context.ProgramKind))
            context.Report("BPF3032", call.Span, helper.Name, context.ProgramKind, string.Join(", ", helper.Programs));
    }
}
