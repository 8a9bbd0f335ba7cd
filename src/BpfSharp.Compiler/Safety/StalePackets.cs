using System.Collections.Generic;
using System.Linq;
using BpfSharp.Compiler.Diagnostics;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Ir.Analysis;
using BpfSharp.Compiler.Passes;
using BpfSharp.Compiler.Passes.Subprograms;

namespace BpfSharp.Compiler.Safety;

/// <summary>Finds uses of packet references from before a helper that moves the packet (<c>bpf_helper_changes_pkt_data</c>).</summary>
internal sealed class StalePackets
{
    private readonly CompilationContext _context;
    private readonly ControlFlow _flow;
    private readonly Provenance _provenance;
    private readonly Dictionary<IrBlock, Dictionary<IrValue, IrInstruction>> _atEnd = new();
    private readonly HashSet<(int Use, int Helper)> _reported = new();

    private StalePackets(CompilationContext context, IrFunction function)
    {
        _context = context;
        _flow = new ControlFlow(function);
        _provenance = new Provenance(function, context.Module.Helpers);
    }

    public static bool Run(CompilationContext context, IrFunction function)
    {
        if (!function.Blocks.SelectMany(static b => b.Instructions).Any(i => MovesPacket(context, i) || DynptrSlots.IsSlice(i, context.Module.Helpers)))
            return false;
        new StalePackets(context, function).Run();
        return false;
    }

    private static bool MovesPacket(CompilationContext context, IrInstruction instruction) =>
        SubprogramCalls.MovesPacket(instruction) || instruction.Op == IrOp.Helper && (context.Module.Helpers[instruction.Symbol!].Effects & IrHelperEffects.ChangesPacket) != 0;

    private void Run()
    {
        for (bool changed = true; changed;)
        {
            changed = false;
            foreach (IrBlock block in _flow.ReversePostorder)
            {
                Dictionary<IrValue, IrInstruction> state = Join(block);
                foreach (IrInstruction instruction in block.Instructions)
                    Step(instruction, state);
                if (_atEnd.TryGetValue(block, out Dictionary<IrValue, IrInstruction>? old) && old.Count == state.Count)
                    continue;
                _atEnd[block] = state;
                changed = true;
            }
        }

        foreach (IrBlock block in _flow.ReversePostorder)
        {
            Dictionary<IrValue, IrInstruction> state = Join(block);
            foreach (IrInstruction instruction in block.Instructions)
            {
                Check(instruction, state);
                Step(instruction, state);
            }
        }
    }

    // A pointer is stale where it is on any way: the helper that made it so, by pointer.
    private Dictionary<IrValue, IrInstruction> Join(IrBlock block)
    {
        var state = new Dictionary<IrValue, IrInstruction>();
        foreach (IrEdge edge in _flow.Predecessors(block))
        {
            if (!_atEnd.TryGetValue(edge.From, out Dictionary<IrValue, IrInstruction>? end))
                continue;
            foreach (KeyValuePair<IrValue, IrInstruction> stale in end)
            {
                if (!state.ContainsKey(stale.Key))
                    state.Add(stale.Key, stale.Value);
            }

            for (int i = 0; i < edge.Target.Arguments.Count; i++)
            {
                IrParameter parameter = block.Parameters[i];
                if (parameter.Type == IrType.Ptr && end.TryGetValue(Origin(edge.Target.Arguments[i]), out IrInstruction? helper))
                    state[parameter] = helper;
            }
        }

        return state;
    }

    private void Step(IrInstruction instruction, Dictionary<IrValue, IrInstruction> state)
    {
        state.Remove(instruction);
        bool moves = MovesPacket(_context, instruction);
        if (!moves && !PullsBytes(instruction) && Made(instruction) is null)
            return;
        foreach (IrBlock block in _flow.ReversePostorder)
        {
            foreach (IrValue value in block.Parameters.Concat<IrValue>(block.Instructions))
            {
                if (value.Type != IrType.Ptr || Origin(value) != value)
                    continue;
                if ((moves && _provenance.KindOf(value) is PointerKind.Packet or PointerKind.PacketEnd) || IsSliceThatEnds(value, instruction))
                    state[value] = instruction;
            }
        }
    }

    // Direct references are made anew behind a pull (PullLowering); a slice is what the kernel has given.
    private static bool PullsBytes(IrInstruction instruction) => instruction.Op == IrOp.PktPull || SubprogramCalls.Pulls(instruction);

    // A dynptr that is made anew, where there was another.
    private IrValue? Made(IrInstruction instruction) =>
        instruction.Op == IrOp.Helper && _context.Module.Helpers[instruction.Symbol!].Arguments.IndexOf(IrHelperArgument.DynptrOut) is >= 0 and var made ? instruction.Operands[made] : null;

    private bool IsSliceThatEnds(IrValue value, IrInstruction by)
    {
        IrValue? made = Made(by);
        return _provenance.KindOf(value) == PointerKind.MapValue && _provenance.Origins(value).Exists(o =>
            DynptrSlots.IsSlice(o, _context.Module.Helpers) && (made is null || ((IrInstruction)o).Operands[DynptrSlots.Find((IrInstruction)o, _context)] == made));
    }

    private void Check(IrInstruction instruction, Dictionary<IrValue, IrInstruction> state)
    {
        if (instruction.Op is IrOp.PtrAdd or IrOp.Elem)
            return;
        foreach (IrValue operand in instruction.Operands)
        {
            if (operand.Type != IrType.Ptr || !state.TryGetValue(Origin(operand), out IrInstruction? helper) || !_reported.Add((instruction.Span, helper.Span)))
                continue;
            CompilerDiagnostic stale = PullsBytes(helper) ? new CompilerDiagnostic("BPF3093", instruction.Span) : new CompilerDiagnostic("BPF3011", instruction.Span, helper.Symbol!);
            _context.Diagnostics.Add(stale with { RelatedSpans = new[] { helper.Span } });
        }
    }

    private static IrValue Origin(IrValue pointer)
    {
        while (pointer is IrInstruction { Op: IrOp.PtrAdd or IrOp.Elem } step)
            pointer = step.Operands[0];
        return pointer;
    }
}
