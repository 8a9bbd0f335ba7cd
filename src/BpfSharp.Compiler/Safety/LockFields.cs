using System.Linq;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Ir.Layout;
using BpfSharp.Compiler.Passes;

namespace BpfSharp.Compiler.Safety;

/// <summary>Where the values of maps have their locks.</summary>
internal static class LockFields
{
    public const int Size = 4;

    private const string KernelName = "bpf_spin_lock";

    /// <summary>Offset of the lock in the value that a helper finds; null where there is none.</summary>
    public static int? OffsetIn(CompilationContext context, IrValue origin) =>
        origin is IrInstruction { Op: IrOp.Helper } call && MemoryAccess.MapOf(call, context) is { } map ? OffsetIn(context, map) : null;

    /// <summary>Offset of the lock in the map's values; null where they have none.</summary>
    public static int? OffsetIn(CompilationContext context, IrMap map)
    {
        if (map.Value.Kind != IrTypeKind.Named)
            return null;
        return context.Layouts.Get(map.Value).Fields.Where(f => IsLock(context, f)).Select(static f => (int?)f.Offset).FirstOrDefault();
    }

    private static bool IsLock(CompilationContext context, FieldLayout field) =>
        field.Type.Kind == IrTypeKind.Named && context.Layouts.Definition(field.Type).KernelName == KernelName;
}
