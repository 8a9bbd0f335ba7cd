using BpfSharp.Compiler.Ir;
using BpfSharp.Frontend.Lowering;
using BpfSharp.Frontend.Types;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace BpfSharp.Frontend.Operations;

/// <summary><c>buffer[i]</c> of an <c>[InlineArray]</c> struct.</summary>
internal static class InlineArrayAccess
{
    public static IrValue Address(MethodLowering method, IInlineArrayAccessOperation access)
    {
        if (access.Argument.Type is not { SpecialType: SpecialType.System_Int32 } || InlineArrays.Length(access.Instance.Type!) is not { } length)
            return method.Refuse("BPF1031", access, "an index from the end, or a range");
        IrValue array = method.Address(access.Instance);
        IrValue index = method.Value(access.Argument);
        method.Emit.Guard(FaultKind.IndexOutOfRange, method.Emit.Compare(IrOp.LtU, index, IrConstant.I32(length)));
        return method.Emit.Element(method.SourceType(access.Type!, access), array, index);
    }
}
