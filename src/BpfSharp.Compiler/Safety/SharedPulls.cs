using System.Collections.Generic;
using System.Linq;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Ir.Analysis;
using BpfSharp.Compiler.Passes;

namespace BpfSharp.Compiler.Safety;

/// <summary>
/// Of marked checks near the packet's start that fault where the bytes are absent, the first asks for what it and all behind it may want: one pull before it (<c>pkt.pull #1</c>), none
/// behind each of them.
/// </summary>
internal sealed class SharedPulls
{
    /// <summary>In <see cref="IrInstruction.Immediate"/> of <c>pkt.pull</c>: as many of the bytes as the packet has; 1 says that references are what they were, as they always are.</summary>
    public const int AsFarAsItGoes = 1;

    /// <summary>Likewise: the bytes are there, whether or not they can be made linear.</summary>
    public const int OnlyReferences = 2;

    // Ethernet, IPv4, TCP with timestamps: what Linux keeps linear of the packets that it splits. To ask for more would pull for nothing.
    private const long MaxBytes = 66;

    private readonly List<Check> _checks = new();
    private readonly Dominators _dominators;
    private readonly bool _mayHold;

    private SharedPulls(CompilationContext context, IrFunction function)
    {
        var flow = new ControlFlow(function);
        _dominators = new Dominators(flow);
        Dictionary<IrInstruction, HashSet<IrInstruction>> locked = LockedPackets.Find(context, function);
        _mayHold = HoldingFlow.Matters(context, function);
        foreach (IrBlock block in flow.ReversePostorder)
        {
            foreach (IrInstruction fits in block.Instructions.Where(i => NonLinearPackets.IsMarked(i) && !locked.ContainsKey(i)))
            {
                PointerParts place = PointerParts.Of(fits.Operands[0]);
                bool isNear = place.Base is IrInstruction { Op: IrOp.CtxLoad, Symbol: "data" } && fits.Operands[2] is IrConstant size && place.Offset + size.Value <= MaxBytes;
                if (isNear && PacketPulls.Decides(function, block, fits) && PacketPulls.IsFault(block.Terminator.Targets[1].Block))
                    _checks.Add(new Check(block, fits, place.Base, place.Offset + ((IrConstant)fits.Operands[2]).Value));
            }
        }
    }

    public static bool Run(CompilationContext context, IrFunction function) =>
        function.Blocks.Exists(static b => b.Instructions.Exists(NonLinearPackets.IsMarked)) && !context.IsLengthSeen && !IsLengthSeen(function) && new SharedPulls(context, function).Run();

    // A check that never pulled asks how much is linear: it was a comparison with the span's length (PacketLengths).
    private static bool IsLengthSeen(IrFunction function) =>
        NonLinearPackets.IsLengthSeen(function) || function.Blocks.Exists(static b => b.Instructions.Exists(static i => i.Op == IrOp.PktFits && !NonLinearPackets.IsMarked(i)));

    private bool Run()
    {
        bool changed = false;
        while (_checks.Count > 1)
        {
            Check first = _checks[0];
            List<Check> covered = _checks.FindAll(c => c.Data == first.Data && _dominators.Dominates(first.Block, c.Block));
            _checks.RemoveAll(covered.Contains);
            if (covered.Count == 1)
                continue;
            var pull = new IrInstruction(IrOp.PktPull, IrType.I32, first.Data, IrConstant.I64(covered.Max(static c => c.Bytes))) { Immediate = AsFarAsItGoes, Span = first.Fits.Span };
            int position = first.Block.Instructions.IndexOf(first.Fits);
            first.Block.Instructions.Insert(position, pull);
            // What is held is released on the way on which a reference is lost, which only the verifier knows.
            if (_mayHold)
                first.Block.Instructions.Insert(position + 1, new IrInstruction(IrOp.Guard, IrType.Void, pull) { Immediate = (int)FaultKind.PacketOutOfRange, Span = pull.Span });
            covered.ForEach(static c => c.Fits.Immediate = 0);
            changed = true;
        }

        return changed;
    }

    private sealed record Check(IrBlock Block, IrInstruction Fits, IrValue Data, long Bytes);
}
