using System.Collections.Generic;
using System.Linq;
using System.Text;
using BpfSharp.Compiler.Ir;
using BpfSharp.Frontend.Lowering;
using BpfSharp.Frontend.Runtime;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace BpfSharp.Frontend.Operations;

/// <summary><c>Bpf.Trace($"...")</c>: the text is taken apart at build, and the kernel puts it together.</summary>
internal static class Traces
{
    public const string Intrinsic = "trace.text";

    private const string Helpers = "BpfSharp.CompilerServices.BpfHelpers";
    private const int MaxArguments = 3; // of bpf_trace_printk
    private const int MaxNumbers = 12; // MAX_BPRINTF_VARARGS

    public static IrValue? Lower(MethodLowering method, IInvocationOperation call)
    {
        IOperation argument = call.Arguments[0].Value;
        while (argument is IConversionOperation conversion)
            argument = conversion.Operand;
        if (argument is not IInterpolatedStringOperation interpolated)
            return method.Refuse("BPF1075", call.Arguments[0].Value, "this text", "write the interpolated string here");
        int errors = method.Module.Diagnostics.Count;
        var format = new TraceFormat(method);
        foreach (IInterpolatedStringContentOperation part in interpolated.Parts)
            format.Append(part);
        if (format.Numbers.Count > MaxNumbers)
            method.Report("BPF1075", call, "a text of " + format.Numbers.Count.ToString(System.Globalization.CultureInfo.InvariantCulture) + " numbers", "the kernel takes twelve, where an IPv4 address is four, a MAC address six, a signed number with leading zeros two; write two lines");
        if (method.Module.Diagnostics.Count == errors)
            Emit(method, call, format);
        return null;
    }

    private static void Emit(MethodLowering method, IInvocationOperation call, TraceFormat format)
    {
        byte[] text = Encoding.UTF8.GetBytes(format.Text).Concat(new byte[] { 0 }).ToArray();
        bool isShort = format.Numbers.Count <= MaxArguments && !format.IsNew;
        string name = isShort ? "TracePrintk" : "TraceVprintk";
        IMethodSymbol? helper = method.Module.Compilation.GetTypeByMetadataName(Helpers)?.GetMembers(name).OfType<IMethodSymbol>().FirstOrDefault();
        if (helper is null || RuntimeAttributes.Find(helper, RuntimeAttributes.Helper) is not { } attribute)
        {
            method.Report("BPF1017", call, name, "BpfSharp");
            return;
        }

        var arguments = new List<IrValue> { ConstantData.Address(method, text), IrConstant.I32(text.Length) };
        if (isShort)
            arguments.AddRange(format.Numbers.Concat(Enumerable.Repeat(IrConstant.I64(0), MaxArguments - format.Numbers.Count)));
        else
            arguments.Add(Numbers(method, call, format.Numbers, helper.Parameters[2].Type));
        HelperCalls.Emit(method, helper, attribute, null, arguments, call);
    }

    private static IrValue Numbers(MethodLowering method, IInvocationOperation call, List<IrValue> numbers, ITypeSymbol span)
    {
        IrValue memory = StackMemory.Elements(method, IrType.U64, numbers.Count);
        for (int i = 0; i < numbers.Count; i++)
            method.Emit.Store(numbers[i].Type == IrType.Ptr ? IrType.Ptr : IrType.U64, i == 0 ? memory : method.Emit.PointerAdd(memory, IrConstant.I64(8 * i)), numbers[i]);
        return SpanMembers.Make(method, span, memory, IrConstant.I32(numbers.Count), call);
    }
}
