using System;
using System.Collections.Generic;
using System.Linq;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Ir.Layout;
using BpfSharp.Compiler.Passes;

namespace BpfSharp.Compiler.Safety;

/// <summary>Where the values of maps have locks and timers: the kernel finds them by the names of their types, and lets nobody touch their bytes.</summary>
internal static class KernelFields
{
    public const string Lock = "bpf_spin_lock";
    public const string Timer = "bpf_timer";

    // sizeof in include/uapi/linux/bpf.h
    private static readonly Dictionary<string, int> s_sizes = new(StringComparer.Ordinal) { [Lock] = 4, [Timer] = 16 };

    public static IEnumerable<KernelField> Of(CompilationContext context, IrMap map) => Of(context, map.Value);

    /// <summary>Of the value that a helper has found, or that a callback was given.</summary>
    public static IEnumerable<KernelField> Of(CompilationContext context, IrFunction function, IrValue origin)
    {
        if (origin is IrInstruction { Op: IrOp.Helper } call)
            return MemoryAccess.MapOf(call, context) is { } map ? Of(context, map) : Enumerable.Empty<KernelField>();
        bool isGiven = origin is IrParameter && function.Role is IrFunctionRole.Callback or IrFunctionRole.Timer;
        return isGiven && function.InfoOf(origin) is { Pointee: IrPointee.Region } info ? Of(context, info.SourceType) : Enumerable.Empty<KernelField>();
    }

    private static IEnumerable<KernelField> Of(CompilationContext context, IrType value)
    {
        if (value.Kind != IrTypeKind.Named || context.Layouts.Definition(value).Layout == IrLayout.Enum)
            yield break;
        foreach (FieldLayout field in context.Layouts.Get(value).Fields)
        {
            if (field.Type.Kind == IrTypeKind.Named && context.Layouts.Definition(field.Type).KernelName is { } name && s_sizes.TryGetValue(name, out int size))
                yield return new KernelField(name, field.Offset, size);
        }
    }
}
