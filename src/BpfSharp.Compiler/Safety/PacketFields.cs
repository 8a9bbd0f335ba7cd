using System.Collections.Generic;
using BpfSharp.Compiler.Ir;

namespace BpfSharp.Compiler.Safety;

/// <summary>Where the context of each program kind has the end of the packet (<c>struct xdp_md</c>, <c>struct __sk_buff</c>).</summary>
internal static class PacketFields
{
    private static readonly Dictionary<string, int> s_dataEnd = new(System.StringComparer.Ordinal)
    {
        ["xdp"] = 4,
        ["tc"] = 80,
    };

    public static bool TryLoadEnd(string kind, IrValue context, int span, out IrInstruction load)
    {
        bool known = s_dataEnd.TryGetValue(kind, out int offset);
        load = new IrInstruction(IrOp.CtxLoad, IrType.Ptr, context) { TypeArgument = IrType.U32, Symbol = "data_end", Immediate = offset, Span = span };
        return known;
    }
}
