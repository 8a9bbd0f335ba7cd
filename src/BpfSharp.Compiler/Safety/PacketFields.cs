using System.Collections.Generic;
using BpfSharp.Compiler.Ir;

namespace BpfSharp.Compiler.Safety;

/// <summary>
/// Where the context of each program kind has the packet's pointers (<c>struct xdp_md</c>, <c>struct __sk_buff</c>). Library code reads them by name,
/// from a context of any kind; only in a program is it known which.
/// </summary>
internal static class PacketFields
{
    private static readonly Dictionary<(string Kind, string Field), int> s_offsets = new()
    {
        [("xdp", "data")] = 0,
        [("xdp", "data_end")] = 4,
        [("xdp", "data_meta")] = 8,
        [("tc", "len")] = 0,
        [("tc", "data")] = 76,
        [("tc", "data_end")] = 80,
        [("tc", "data_meta")] = 140,
    };

    /// <summary>True for a pointer into the packet, false for one to a structure of the kernel's.</summary>
    public static bool IsPacket(IrInstruction load) => load.Symbol is "data" or "data_end" or "data_meta";

    /// <summary>True where the context tells a length that counts more than the bytes between <c>data</c> and <c>data_end</c>: of an skb often only the headers are linear.</summary>
    public static bool MayBeNonLinear(string kind) => s_offsets.ContainsKey((kind, "len"));

    /// <summary>Loads the whole packet's length, where it may be non-linear.</summary>
    public static IrInstruction LoadLength(string kind, IrValue context) =>
        new(IrOp.CtxLoad, IrType.I32, context) { TypeArgument = IrType.U32, Symbol = "len", Immediate = s_offsets[(kind, "len")] };

    public static IrInstruction LoadData(string kind, IrValue context) =>
        new(IrOp.CtxLoad, IrType.Ptr, context) { TypeArgument = IrType.U32, Symbol = "data", Immediate = s_offsets[(kind, "data")] };

    public static bool TryLoadEnd(string kind, IrValue context, int span, out IrInstruction load)
    {
        bool known = s_offsets.TryGetValue((kind, "data_end"), out int offset);
        load = new IrInstruction(IrOp.CtxLoad, IrType.Ptr, context) { TypeArgument = IrType.U32, Symbol = "data_end", Immediate = offset, Span = span };
        return known;
    }

    /// <summary>Gives all loads of the packet's pointers their offset.</summary>
    public static bool Place(IrFunction function, string kind)
    {
        bool changed = false;
        foreach (IrBlock block in function.Blocks)
        {
            foreach (IrInstruction instruction in block.Instructions)
            {
                if (instruction.Op != IrOp.CtxLoad || instruction.Type != IrType.Ptr || !s_offsets.TryGetValue((kind, instruction.Symbol!), out int offset) || instruction.Immediate == offset)
                    continue;
                instruction.Immediate = offset;
                changed = true;
            }
        }

        return changed;
    }
}
