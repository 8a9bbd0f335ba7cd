using System;
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

    // Length of the text when a conversion was added last that copies a text.
    private int _endOfCopy = -1;

    public TraceFormat(MethodLowering method) => _method = method;

    /// <summary>The format, without the zero behind it.</summary>
    public string Text => _text.ToString();

    /// <summary>As i64; a ptr is where a text lies.</summary>
    public List<IrValue> Numbers { get; } = new();

    /// <summary>Has something that only <c>bpf_trace_vprintk</c> is sure to have: before Linux 5.13 <c>bpf_trace_printk</c> had no widths and no capital digits.</summary>
    public bool IsNew { get; private set; }

    public void Append(IInterpolatedStringContentOperation part)
    {
        if (part is IInterpolatedStringTextOperation { Text.ConstantValue: { HasValue: true, Value: string text } })
            AppendText(part, text);
        else if (part is IInterpolationOperation interpolation)
            Append(interpolation);
        else
            Refuse(part, "this part", "write integers and addresses");
    }

    private void Append(IInterpolationOperation part)
    {
        ITypeSymbol? type = part.Expression is IConversionOperation { IsImplicit: true, Type.SpecialType: SpecialType.System_Object } boxed ? boxed.Operand.Type : part.Expression.Type;
        IOperation value = part.Expression is IConversionOperation { IsImplicit: true, Type.SpecialType: SpecialType.System_Object } box ? box.Operand : part.Expression;
        string format = part.FormatString is ILiteralOperation { ConstantValue: { HasValue: true, Value: string given } } ? given : "";
        int alignment = part.Alignment is { ConstantValue: { HasValue: true, Value: int places } } ? places : 0;
        if (Math.Abs((long)alignment) > TraceWidth.Most)
            Refuse(part, "an alignment to so many places", "use at most 99");
        else if (value.ConstantValue is { HasValue: true, Value: string constant })
            AppendText(part, alignment < 0 ? constant.PadRight(-alignment) : constant.PadLeft(alignment));
        else if (type is not null && RuntimeAttributes.Find(type, RuntimeAttributes.TraceFormat) is { } bytes)
            AppendBytes(part, value, RuntimeAttributes.Argument0<string>(bytes) ?? "", format);
        else if (type is not null && RuntimeAttributes.Find(type, RuntimeAttributes.TraceText) is { } writer)
            AppendWritten(part, value, RuntimeAttributes.Argument0<string>(writer) ?? "", format, alignment);
        else if (type is null || !IsInteger(type))
            Refuse(part, $"'{type?.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)}'", "write integers and addresses, or convert to an integer");
        else if (TraceWidth.Parse(format, alignment) is not { } width)
            Refuse(part, $"the format '{format}'", "use ':D', ':x', ':X', with up to 99 digits, or none");
        else if (width.IsBothNeeded)
            Refuse(part, "an alignment of a number with leading zeros", "leave out one of the two");
        else
            AppendNumber(value, type, width);
    }

    // The kernel takes ASCII without control characters, and only a space, a sign or the end behind a text that it copies.
    private void AppendText(IOperation part, string text)
    {
        if (text.Any(static c => c > '~' || (c < ' ' && c is not (>= '\t' and <= '\r'))))
            Refuse(part, "a character that is not of ASCII", "the kernel drops the line; write it in ASCII");
        else if (text.Length != 0 && _endOfCopy == _text.Length && text[0] is (>= '0' and <= '9') or (>= 'A' and <= 'Z') or (>= 'a' and <= 'z'))
            Refuse(part, "a letter or digit right behind an address that is copied as text", "the kernel drops the line; put a space or a sign between them");
        else
            _text.Append(text.Replace("%", "%%"));
    }

    private void AppendNumber(IOperation operation, ITypeSymbol type, TraceWidth width)
    {
        IrType memory = _method.Types.Memory(type)!;
        IrValue value = _method.Value(operation);
        bool isWide = memory.PrimitiveSize == 8;
        bool isHexadecimal = width.Hexadecimal.Length != 0;
        bool isSigned = memory.IsSigned && !isHexadecimal;
        // .NET writes as many digits as the type has: a negative number of a narrow type is cut to it.
        if (isHexadecimal && memory.PrimitiveSize < 4)
            value = _method.Emit.Convert(memory.PrimitiveSize == 1 ? IrOp.ExtU8 : IrOp.ExtU16, IrType.I32, value);
        if (!isWide)
            value = _method.Emit.Convert(isSigned ? IrOp.SExt : IrOp.ZExt, IrType.I64, value);
        if (isSigned && width.Digits > 1)
        {
            AppendSign(value);
            value = Magnitude(value);
            isSigned = false;
        }

        IsNew |= width.HasWidth || width.Hexadecimal == "X";
        _text.Append('%').Append(width.Text).Append(isWide ? "ll" : "").Append(isHexadecimal ? width.Hexadecimal : isSigned ? "d" : "u");
        Numbers.Add(value);
    }

    // The kernel counts the sign among the digits that it fills with zeros, .NET doesn't: it is a text of its own, "-" or what is behind it, nothing.
    private void AppendSign(IrValue value)
    {
        IrValue isPositive = _method.Emit.Binary(IrOp.ShrU, _method.Emit.Unary(IrOp.Not, value), IrConstant.I64(63));
        Numbers.Add(_method.Emit.PointerAdd(ConstantData.Address(_method, new byte[] { (byte)'-', 0 }), isPositive));
        _text.Append("%s");
    }

    // (x ^ s) - s with s = x >> 63.
    private IrValue Magnitude(IrValue value)
    {
        IrValue sign = _method.Emit.Binary(IrOp.ShrS, value, IrConstant.I64(63));
        return _method.Emit.Binary(IrOp.Sub, _method.Emit.Binary(IrOp.Xor, value, sign), sign);
    }

    private void AppendBytes(IInterpolationOperation part, IOperation operation, string conversions, string format)
    {
        if (format.Length != 0 || part.Alignment is not null)
        {
            Refuse(part, format.Length != 0 ? $"the format '{format}'" : "an alignment of an address that is written byte by byte", "leave it out");
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

    private void AppendWritten(IInterpolationOperation part, IOperation operation, string type, string format, int alignment)
    {
        if (format.Length != 0)
        {
            Refuse(part, $"the format '{format}'", "leave it out");
            return;
        }

        IMethodSymbol? writer = _method.Module.Compilation.GetTypeByMetadataName("BpfSharp.CompilerServices.Bodies." + type)?
            .GetMembers("Write").OfType<IMethodSymbol>().FirstOrDefault(static m => m.DeclaredAccessibility == Accessibility.Public);
        if (writer is null)
        {
            _method.Report("BPF1017", part, type + ".Write", "BpfSharp");
            return;
        }

        IrType text = _method.SourceType(writer.Parameters[1].Type, part);
        (IrType, int) place = (text, Numbers.Count(static n => n.Type == IrType.Ptr));
        if (!_method.TraceTexts.TryGetValue(place, out IrValue? memory))
            _method.TraceTexts.Add(place, memory = _method.Emit.Slot(text, ""));
        _method.Emit.Zero(text, memory);
        Calls.Emit(_method, writer, null, new[] { _method.Address(operation), memory }, part);
        Numbers.Add(memory);
        _text.Append('%').Append(TraceWidth.Number(alignment)).Append('s');
        _endOfCopy = _text.Length;
        IsNew = true;
    }

    private void Refuse(IOperation part, string what, string instead) => _method.Report("BPF1075", part, what, instead);

    private static bool IsInteger(ITypeSymbol type) =>
        type.SpecialType is (>= SpecialType.System_SByte and <= SpecialType.System_UInt64) or SpecialType.System_IntPtr or SpecialType.System_UIntPtr;
}
