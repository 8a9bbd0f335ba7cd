using System.Collections.Generic;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Safety;

namespace BpfSharp.Compiler.Passes.Subprograms;

/// <summary>What the kernel gives a callback: the number of the round, map, key and value of an entry, or a record.</summary>
internal static class CallbackParameters
{
    private const int Alignment = 8;

    public static IReadOnlyList<IrParameterInfo> Of(CompilationContext context, IrInstruction call)
    {
        if (context.Module.Helpers[call.Symbol!].Arguments.Contains(IrHelperArgument.RecordCallback))
            return new[] { new IrParameterInfo("record", IrType.U64) { Pointee = IrPointee.Record } };
        if (MemoryAccess.MapOf(call, context) is not { } map)
            return new[] { new IrParameterInfo("round", IrType.U64) };
        return new[]
        {
            new IrParameterInfo("map", IrType.Ptr),
            Entry(context, "key", map.Key),
            Entry(context, "value", map.Value),
        };
    }

    // Both are there, and belong to the map.
    private static IrParameterInfo Entry(CompilationContext context, string name, IrType type) =>
        new(name, type) { Pointee = IrPointee.Region, Bytes = context.Layouts.SizeOf(type), Alignment = Alignment };
}
