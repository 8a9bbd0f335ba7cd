using System;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Passes;

namespace BpfSharp.Compiler.Safety;

/// <summary>Does the target kernel take programs like these.</summary>
internal static class ProgramRules
{
    // BPF_F_XDP_DEV_BOUND_ONLY
    private static readonly Version s_deviceBound = new(6, 3);

    public static void Check(CompilationContext context)
    {
        foreach (IrProgram program in context.Module.Programs)
        {
            if (Version.TryParse(program.Since, out Version? since) && since > context.Options.TargetKernel)
                context.Report("BPF2070", context.Module.Functions[program.Function].Span, program.Name, program.Since, context.Options.TargetKernel.ToString(2));
            if (program.IsDeviceBound && s_deviceBound > context.Options.TargetKernel)
                context.Report("BPF2052", context.Module.Functions[program.Function].Span, program.Name, context.Options.TargetKernel.ToString(2));
        }
    }
}
