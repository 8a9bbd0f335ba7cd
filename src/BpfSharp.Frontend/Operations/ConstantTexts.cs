using System;
using BpfSharp.Compiler.Ir;
using BpfSharp.Frontend.Lowering;
using BpfSharp.Frontend.Runtime;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace BpfSharp.Frontend.Operations;

/// <summary><c>[BpfConstantText]</c> methods: the text is read here, and the program has the bytes.</summary>
internal static class ConstantTexts
{
    public static IrValue? Lower(MethodLowering method, IInvocationOperation call, AttributeData attribute)
    {
        IOperation argument = call.Arguments[0].Value;
        if (Text(argument) is not { } text)
            return method.Refuse("BPF1073", argument, call.TargetMethod.ContainingType.Name + "." + call.TargetMethod.Name);
        string format = RuntimeAttributes.Argument0<string>(attribute) ?? "";
        if (AddressText.Read(format, text, out string what, out string reason) is { } bytes)
            return Store(method, call, bytes);
        method.Report(what.Length == 0 ? "BPF1039" : "BPF1074", argument, what.Length == 0 ? new[] { call.TargetMethod.Name, $"this compiler reads no text '{format}'" } : new[] { text, what, reason });
        return method.Poison(call.Type);
    }

    private static string? Text(IOperation argument)
    {
        while (argument is IConversionOperation conversion && !argument.ConstantValue.HasValue)
            argument = conversion.Operand;
        return argument is IUtf8StringOperation utf8 ? utf8.Value : argument.ConstantValue is { HasValue: true, Value: string text } ? text : null;
    }

    private static IrValue Store(MethodLowering method, IInvocationOperation call, byte[] bytes)
    {
        IrValue slot = method.Temporary(call.Type!, call);
        for (int at = 0; at < bytes.Length;)
        {
            bool isWide = bytes.Length - at >= 4;
            IrValue place = at == 0 ? slot : method.Emit.PointerAdd(slot, IrConstant.I64(at));
            int value = isWide ? bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16) | (bytes[at + 3] << 24) : bytes[at];
            method.Emit.Store(isWide ? IrType.U32 : IrType.U8, place, IrConstant.I32(value));
            at += isWide ? 4 : 1;
        }

        return slot;
    }
}
