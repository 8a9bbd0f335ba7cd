using System.Collections.Generic;
using System.Linq;
using System.Text;
using BpfSharp.Compiler.Ir;
using BpfSharp.Frontend.Lowering;
using BpfSharp.Frontend.Runtime;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace BpfSharp.Frontend.Operations;

/// <summary>An interpolated string as a format of the kernel, which writes what .NET would (<c>bpf_bprintf_prepare</c>), and its numbers.</summary>
internal sealed class TraceFormat
{
    private readonly MethodLowering _method;
    private readonly StringBuilder _text = new();

    public TraceFormat(MethodLowering method) => _method = method;

    /// <summary>The format, without the zero behind it.</summary>
    public string Text => _text.ToString();

    /// <summary>As i64.</summary>
    public List<IrValue> Numbers { get; } = new();

    /// <summary>Has something that only <c>bpf_trace_vprintk</c> is sure to have.</summary>
    public bool IsNew { get; private set; }

    public void Append(IInterpolatedStringContentOperation part)
    {
        if (part is IInterpolatedStringTextOperation { Text.ConstantValue: { HasValue: true, Value: string text } })
            _text.Append(text.Replace("%", "%%"));
        else if (part is IInterpolationOperation interpolation)
            Append(interpolation);
        else
            _method.Report("BPF1075", part, "this part", "write integers and addresses");
    }

    private void Append(IInterpolationOperation part)
    {
        ITypeSymbol? type = part.Expression is IConversionOperation { IsImplicit: true, Type.SpecialType: SpecialType.System_Object } boxed ? boxed.Operand.Type : part.Expression.Type;
        IOperation value = part.Expression is IConversionOperation { IsImplicit: true, Type.SpecialType: SpecialType.System_Object } box ? box.Operand : part.Expression;
        string format = part.FormatString is ILiteralOperation { ConstantValue: { HasValue: true, Value: string given } } ? given : "";
        if (part.Alignment is not null)
            _method.Report("BPF1075", part, "an alignment", "leave it out");
        else if (value.ConstantValue is { HasValue: true, Value: string constant })
            _text.Append(constant.Replace("%", "%%"));
        else if (type is not null && RuntimeAttributes.Find(type, RuntimeAttributes.TraceFormat) is { } bytes)
            AppendBytes(part, value, RuntimeAttributes.Argument0<string>(bytes) ?? "", format);
        else if (type is null || !IsInteger(type))
            _method.Report("BPF1075", part, $"'{type?.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)}'", "write integers and addresses, or convert to an integer");
        else if (format is not ("" or "D" or "d" or "G" or "g" or "x" or "X"))
            _method.Report("BPF1075", part, $"the format '{format}'", "use ':x', ':X' or none");
        else
            AppendNumber(value, type, format is "x" or "X" ? format : "");
    }

    private void AppendNumber(IOperation operation, ITypeSymbol type, string hexadecimal)
    {
        IrType memory = _method.Types.Memory(type)!;
        IrValue value = _method.Value(operation);
        bool isWide = memory.PrimitiveSize == 8;
        bool isSigned = memory.IsSigned && hexadecimal.Length == 0;
        // .NET writes as many digits as the type has: a negative number of a narrow type is cut to it.
        if (hexadecimal.Length != 0 && memory.PrimitiveSize < 4)
            value = _method.Emit.Convert(memory.PrimitiveSize == 1 ? IrOp.ExtU8 : IrOp.ExtU16, IrType.I32, value);
        if (!isWide)
            value = _method.Emit.Convert(isSigned ? IrOp.SExt : IrOp.ZExt, IrType.I64, value);
        // Older kernels have no capital digits.
        IsNew |= hexadecimal == "X";
        _text.Append(isWide ? "%ll" : "%").Append(hexadecimal.Length != 0 ? hexadecimal : isSigned ? "d" : "u");
        Numbers.Add(value);
    }

    private void AppendBytes(IInterpolationOperation part, IOperation operation, string conversions, string format)
    {
        if (format.Length != 0)
        {
            _method.Report("BPF1075", part, $"the format '{format}'", "leave it out");
            return;
        }

        IrValue address = _method.Address(operation);
        for (int i = 0; i < conversions.Count(static c => c == '%'); i++)
        {
            IrValue place = i == 0 ? address : _method.Emit.PointerAdd(address, IrConstant.I64(i));
            Numbers.Add(_method.Emit.Convert(IrOp.ZExt, IrType.I64, _method.Emit.Load(IrType.U8, place)));
        }

        _text.Append(conversions);
        IsNew = true;
    }

    private static bool IsInteger(ITypeSymbol type) =>
        type.SpecialType is (>= SpecialType.System_SByte and <= SpecialType.System_UInt64) or SpecialType.System_IntPtr or SpecialType.System_UIntPtr;
}
