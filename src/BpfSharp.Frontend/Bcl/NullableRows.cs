using System.Collections.Generic;
using BpfSharp.Compiler.Ir;
using BpfSharp.Frontend.Lowering;
using BpfSharp.Frontend.Operations;
using Microsoft.CodeAnalysis;

namespace BpfSharp.Frontend.Bcl;

/// <summary><c>System.Nullable&lt;T&gt;</c>.</summary>
internal static class NullableRows
{
    private const string Nullable = "M:System.Nullable`1.";

    public static IEnumerable<KeyValuePair<string, BclHandler>> All { get; } = new Dictionary<string, BclHandler>
    {
        [Nullable + "#ctor(`0)"] = static (m, c) => Nullables.Make(m, c.Method.ContainingType, c[0], c.At),
        [Nullable + "get_HasValue"] = static (m, c) => Nullables.HasValue(m, c.Receiver!, c.Method.ContainingType, c.At),
        [Nullable + "get_Value"] = Value,
        [Nullable + "GetValueOrDefault"] = static (m, c) => Read(m, c),
        [Nullable + "GetValueOrDefault(`0)"] = ValueOr,
    };

    private static IrValue Read(MethodLowering method, BclCall call) =>
        method.CopyFrom(Nullables.ValueAddress(method, call.Receiver!, call.Method.ContainingType, call.At), call.Method.ReturnType, call.At);

    // Without a value it throws InvalidOperationException.
    private static IrValue? Value(MethodLowering method, BclCall call)
    {
        method.Emit.Guard(FaultKind.Thrown, Nullables.HasValue(method, call.Receiver!, call.Method.ContainingType, call.At));
        return Read(method, call);
    }

    private static IrValue? ValueOr(MethodLowering method, BclCall call)
    {
        ITypeSymbol type = call.Method.ReturnType;
        IrValue result = method.CopyToTemporary(call[0], type, call.At);
        var some = new IrBlock();
        var after = new IrBlock();
        method.Emit.BranchIf(Nullables.HasValue(method, call.Receiver!, call.Method.ContainingType, call.At), some, after);
        method.Emit.Start(some);
        method.StoreTo(result, Nullables.Value(method, call.Receiver!, call.Method.ContainingType, call.At), type, call.At);
        method.Emit.Branch(after);
        method.Emit.Start(after);
        return method.LoadFrom(result, type, call.At);
    }
}
