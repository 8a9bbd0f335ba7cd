using System.Linq;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Passes;
using BpfSharp.Compiler.Passes.Subprograms;

namespace BpfSharp.Compiler.Safety;

/// <summary>
/// Where only the first bytes of a packet are linear, <c>data_end</c> does not tell where the packet ends. A packet reference asks for bytes of the packet: its check is
/// marked, counts as one of linear bytes in all passes that look for what is proven, and gets the way on which the bytes are made linear last of all (<see cref="PacketPulls"/>).
/// </summary>
internal static class NonLinearPackets
{
    /// <summary>In <see cref="IrInstruction.Immediate"/> of <c>pkt.fits</c>: bytes beyond the linear part are pulled.</summary>
    public const int Pulls = 1;

    /// <summary>To be run while the only checks are those of packet references: a program that asks for the linear length gets it.</summary>
    public static bool Mark(IrFunction function, string kind)
    {
        if (!PacketFields.MayBeNonLinear(kind))
        {
            foreach (IrInstruction call in function.Blocks.SelectMany(static b => b.Instructions).Where(SubprogramCalls.Pulls))
                call.Immediate &= ~SubprogramCalls.MayPull;
            return false;
        }

        bool changed = false;
        foreach (IrInstruction check in function.Blocks.SelectMany(static b => b.Instructions).Where(static i => i.Op == IrOp.PktFits))
        {
            check.Immediate = Pulls;
            changed = true;
        }

        return changed;
    }

    /// <summary>The check of a packet reference that still pulls where it fails.</summary>
    public static bool IsMarked(IrInstruction instruction) => instruction is { Op: IrOp.PktFits, Immediate: Pulls };

    /// <summary>A check that counts even where nobody asks for its outcome: the program sees how much of the packet is linear. Until checks are marked, all are those of references.</summary>
    public static bool IsSeen(CompilationContext context, IrFunction function, IrInstruction check) =>
        check.Op == IrOp.PktFits && context.IsLengthSeen && PacketFields.MayBeNonLinear(context.ProgramKind) && (IsMarked(check) || !function.PacketsAreChecked);

    /// <summary>True where some function of the module sees how much of the packet is linear.</summary>
    public static bool IsLengthSeen(IrModule module) => module.Functions.Values.Any(static f => f.Blocks.Exists(static b => b.Instructions.Exists(IsLength)));

    /// <summary>A check or call after which more of the packet may be linear than before.</summary>
    public static bool MayPull(IrInstruction instruction) => instruction.Op == IrOp.PktPull || IsMarked(instruction) || SubprogramCalls.Pulls(instruction);

    /// <summary>True where the program sees how much of the packet is linear: then the linear end behind a check that pulls is another than before.</summary>
    public static bool IsLengthSeen(IrFunction function) =>
        function.Blocks.Exists(static b => b.Instructions.Exists(IsLength)) && function.Blocks.Exists(static b => b.Instructions.Exists(MayPull));

    /// <summary>How much of the packet is linear, as a number.</summary>
    public static bool IsLength(IrInstruction instruction) => instruction.Op == IrOp.PtrDiff && instruction.Operands[0] is IrInstruction { Op: IrOp.CtxLoad, Symbol: "data_end" };
}
