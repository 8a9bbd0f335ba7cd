using System;
using System.Collections.Generic;
using BpfSharp.Compiler.Ir;
using BpfSharp.Frontend.Lowering;
using BpfSharp.Frontend.Runtime;
using BpfSharp.Frontend.Types;
using Microsoft.CodeAnalysis;

namespace BpfSharp.Frontend.Operations;

internal delegate IrValue? IntrinsicHandler(MethodLowering method, IMethodSymbol target, IReadOnlyList<IrValue> arguments, IOperation at);

/// <summary><c>[BpfIntrinsic]</c> methods: what C# has no words for.</summary>
internal static class Intrinsics
{
    private static readonly Dictionary<string, IntrinsicHandler> s_handlers = new(StringComparer.Ordinal)
    {
        ["packet.try"] = TryPacket,
        ["packet.bytes"] = PacketBytes,
        ["packet.length"] = static (m, t, a, at) => Length(m, a[0]),
    };

    public static IrValue? Emit(MethodLowering method, IMethodSymbol target, AttributeData attribute, IReadOnlyList<IrValue> arguments, IOperation at)
    {
        string name = RuntimeAttributes.Argument0<string>(attribute) ?? "";
        return s_handlers.TryGetValue(name, out IntrinsicHandler? handler)
            ? handler(method, target, arguments, at)
            : method.Refuse("BPF1039", at, target.Name, $"this compiler has no intrinsic '{name}'");
    }

    // bool TryPacket(context, int offset, int size, out Ref<byte> start)
    private static IrValue? TryPacket(MethodLowering method, IMethodSymbol target, IReadOnlyList<IrValue> arguments, IOperation at)
    {
        IrBuilder emit = method.Emit;
        IrValue start = emit.PointerAdd(Data(emit, arguments[0], "data"), emit.Convert(IrOp.SExt, IrType.I64, arguments[1]));
        IrType reference = method.SourceType(target.Parameters[3].Type, at);
        emit.Store(IrType.Ptr, emit.Field(reference, ReferenceField(target.Parameters[3].Type), arguments[3]), start);
        return emit.Add(new IrInstruction(IrOp.PktFits, IrType.I32, start, Data(emit, arguments[0], "data_end"), arguments[2]));
    }

    // Span<byte> PacketBytes(context)
    private static IrValue? PacketBytes(MethodLowering method, IMethodSymbol target, IReadOnlyList<IrValue> arguments, IOperation at)
    {
        IrValue data = Data(method.Emit, arguments[0], "data");
        return SpanMembers.Make(method, target.ReturnType, data, Length(method, arguments[0]), at);
    }

    private static IrValue Length(MethodLowering method, IrValue context)
    {
        IrBuilder emit = method.Emit;
        IrValue data = Data(emit, context, "data");
        IrValue end = Data(emit, context, "data_end");
        IrValue bytes = emit.Add(new IrInstruction(IrOp.PtrDiff, IrType.I64, end, data));
        return emit.Convert(IrOp.Trunc, IrType.I32, bytes);
    }

    // Offsets are those of struct xdp_md and struct __sk_buff: the context's own properties declare them.
    private static IrValue Data(IrBuilder emit, IrValue context, string field) =>
        emit.Add(new IrInstruction(IrOp.CtxLoad, IrType.Ptr, context) { TypeArgument = IrType.U32, Symbol = field });

    private static string ReferenceField(ITypeSymbol type)
    {
        foreach (ISymbol member in type.GetMembers())
        {
            if (member is IFieldSymbol { IsStatic: false, RefKind: not RefKind.None } field)
                return field.Name;
        }

        return "Target";
    }
}
