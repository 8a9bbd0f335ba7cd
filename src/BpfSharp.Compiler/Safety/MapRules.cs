using System;
using System.Linq;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Passes;

namespace BpfSharp.Compiler.Safety;

/// <summary>Are the maps there on the target kernel, and may this program do with them what it does.</summary>
internal static class MapRules
{
    private const uint ReadOnlyForPrograms = 1u << 7; // BPF_F_RDONLY_PROG
    private const long LockedUpdate = 1 << 2; // BPF_F_LOCK
    private const uint WriteOnlyForPrograms = 1u << 8; // BPF_F_WRONLY_PROG

    public static void CheckDeclarations(CompilationContext context)
    {
        foreach (IrMap map in context.Module.Maps)
        {
            for (IrMap? shape = map; shape is not null; shape = shape.Inner)
            {
                if (Version.TryParse(shape.Since, out Version? since) && since > context.Options.TargetKernel)
                    context.Report("BPF2047", map.Span, map.Name, shape.Since, context.Options.TargetKernel.ToString(2));
            }
        }
    }

    public static bool Run(CompilationContext context, IrFunction function)
    {
        foreach (IrInstruction call in function.Blocks.SelectMany(static b => b.Instructions).Where(static i => i.Op == IrOp.Helper))
            CheckLocked(context, call);
        if (!context.Module.Maps.Exists(static m => IsRestricted(m) || (m.Inner is not null && IsRestricted(m.Inner))))
            return false;
        var provenance = new Provenance(function, context.Module.Helpers);
        foreach (IrBlock block in function.Blocks)
        {
            foreach (IrInstruction instruction in block.Instructions)
                Check(context, provenance, instruction);
        }

        return false;
    }

    // The kernel's answer to every such update would be EINVAL.
    private static void CheckLocked(CompilationContext context, IrInstruction call)
    {
        int flags = context.Module.Helpers[call.Symbol!].Arguments.IndexOf(IrHelperArgument.UpdateFlags);
        if (flags >= 0 && call.Operands[flags] is IrConstant constant && (constant.Value & LockedUpdate) != 0
            && MemoryAccess.MapOf(call, context) is { } map && !KernelFields.Of(context, map).Any(static f => f.Kind == KernelFields.Lock))
            context.Report("BPF3047", call.Span, map.Name);
    }

    private static bool IsRestricted(IrMap map) => (map.Flags & (ReadOnlyForPrograms | WriteOnlyForPrograms)) != 0;

    private static void Check(CompilationContext context, Provenance provenance, IrInstruction instruction)
    {
        if (instruction.Op == IrOp.Helper && (context.Module.Helpers[instruction.Symbol!].Effects & IrHelperEffects.WritesMap) != 0)
            Check(context, instruction, MemoryAccess.MapOf(instruction, context), isWrite: true);
        foreach (MemoryAccess access in MemoryAccess.Of(instruction, context))
        {
            foreach (IrValue origin in provenance.Origins(access.Pointer))
            {
                if (origin is IrInstruction { Op: IrOp.Helper } lookup && provenance.KindOf(lookup) == PointerKind.MapValue)
                    Check(context, instruction, MemoryAccess.MapOf(lookup, context), access.IsWrite);
            }
        }
    }

    private static void Check(CompilationContext context, IrInstruction at, IrMap? map, bool isWrite)
    {
        if (map is not null && (map.Flags & (isWrite ? ReadOnlyForPrograms : WriteOnlyForPrograms)) != 0)
            context.Report("BPF2048", at.Span, map.Name, isWrite ? "read" : "write", isWrite ? nameof(ReadOnlyForPrograms) : nameof(WriteOnlyForPrograms));
    }
}
