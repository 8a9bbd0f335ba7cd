using System.Collections.Generic;
using System.Linq;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Ir.Analysis;
using BpfSharp.Compiler.Passes;

namespace BpfSharp.Compiler.Safety;

/// <summary>
/// Numbers of bytes that helpers are told, of which the verifier would not know that they are at least one, or that they are not too many: what was compared is another number to it, or was no number (the end of
/// the packet). They are compared right before the call; in truth they always fit.
/// </summary>
internal sealed class SizeGuards
{
    private readonly CompilationContext _context;
    private readonly Regions _regions;
    private readonly ConditionalRanges _true;
    private readonly ConditionalRanges _seen;
    private readonly PointerReach _reach;
    private readonly List<(IrInstruction Call, IrValue Size, long Least, long Most)> _found = new();

    private SizeGuards(CompilationContext context, IrFunction function)
    {
        _context = context;
        var flow = new ControlFlow(function);
        var dominators = new Dominators(flow);
        _regions = new Regions(context, new Provenance(function, context.Module.Helpers));
        _true = new ConditionalRanges(function, flow, dominators, RangeView.Program);
        _seen = new ConditionalRanges(function, flow, dominators, context.VerifierView);
        _reach = new PointerReach(_seen, flow);
    }

    public static bool Run(CompilationContext context, IrFunction function)
    {
        List<IrInstruction> calls = function.Blocks.SelectMany(static b => b.Instructions).Where(i => i.Op == IrOp.Helper && context.Module.Helpers[i.Symbol!].Arguments.Contains(IrHelperArgument.Size)).ToList();
        if (calls.Count == 0)
            return false;
        var guards = new SizeGuards(context, function);
        calls.ForEach(guards.Look);
        foreach ((IrInstruction call, IrValue size, long least, long most) in guards._found)
            guards.Insert(function.Blocks.First(b => b.Instructions.Contains(call)), call, size, least, most);
        return guards._found.Count != 0;
    }

    private void Look(IrInstruction call)
    {
        IrHelper helper = _context.Module.Helpers[call.Symbol!];
        for (int memory = 0; memory + 1 < helper.Arguments.Count && memory + 1 < call.Operands.Count; memory++)
        {
            if (helper.Arguments[memory + 1] != IrHelperArgument.Size || call.Operands[memory].Type != IrType.Ptr || call.Operands[memory + 1] is IrConstant)
                continue;
            IrValue size = call.Operands[memory + 1];
            if (ArgumentSizes.Largest(helper, call, memory, _true) is not { } most || _regions.SizeOf(call.Operands[memory]) is not { } bytes)
                continue;
            if (_reach.Of(call.Operands[memory]) is not { Min: >= 0 } reach || reach.Max + most > bytes)
                continue;
            if (ArgumentSizes.Largest(helper, call, memory, _seen) is not { } seen || reach.Max + seen > bytes)
                _found.Add((call, size, helper.MayBeEmpty.Contains(memory) ? 0 : 1, most));
        }
    }

    private void Insert(IrBlock block, IrInstruction call, IrValue size, long least, long most)
    {
        if (least != 0)
            Add(block, call, new IrInstruction(IrOp.LeU, IrType.I32, Constant(size, least), size));
        Add(block, call, new IrInstruction(IrOp.LeU, IrType.I32, size, Constant(size, most)));
    }

    private static IrConstant Constant(IrValue size, long number) => new(size.Type, number);

    private static void Add(IrBlock block, IrInstruction call, IrInstruction fits)
    {
        fits.Span = call.Span;
        int position = block.Instructions.IndexOf(call);
        block.Instructions.Insert(position, fits);
        block.Instructions.Insert(position + 1, new IrInstruction(IrOp.Guard, IrType.Void, fits) { Immediate = (int)FaultKind.IndexOutOfRange, Span = call.Span });
    }
}
