using System;
using System.Collections.Generic;
using System.Linq;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Ir.Analysis;
using BpfSharp.Compiler.Passes;
using BpfSharp.Compiler.Passes.Simplify;
using BpfSharp.Compiler.Passes.Slots;
using BpfSharp.Compiler.Passes.Subprograms;

namespace BpfSharp.Compiler.Safety;

/// <summary>
/// Makes calls of <c>pkt.pull</c>. The call makes all packet pointers stale (<c>clear_all_pkt_pointers</c>): each that is used afterwards is made anew from its distance, as far
/// as it was proven before, and where the two ways meet it is one value or the other. So it is behind a call of a function that may pull.
/// </summary>
internal sealed class PullLowering
{
    private readonly CompilationContext _context;
    private readonly IrFunction _function;
    private readonly Provenance _provenance;
    private readonly Dictionary<IrValue, IrInstruction> _places = new();

    private PullLowering(CompilationContext context, IrFunction function)
    {
        _context = context;
        _function = function;
        _provenance = new Provenance(function, context.Module.Helpers);
    }

    public static bool Run(CompilationContext context, IrFunction function)
    {
        if (!function.Blocks.Exists(static b => b.Instructions.Exists(static i => i.Op is IrOp.PktHas or IrOp.PktPull || SubprogramCalls.Pulls(i))))
            return false;
        new PullLowering(context, function).Run();
        return true;
    }

    /// <summary>A constant step: it is taken anew wherever it is used, and costs nothing there.</summary>
    public static bool IsStep(IrValue value) => value is IrInstruction { Op: IrOp.PtrAdd, Operands: [_, IrConstant] };

    private void Run()
    {
        LowerQuestions();
        LowerShared();
        bool isSplit = SplitBehindCalls();
        List<PacketPull> pulls = FindPulls();
        foreach (PacketPull pull in pulls)
            new PullCode(_context, _function, pull).Emit();
        // Pulls that were given up don't lead on.
        BranchFolding.Run(_function);
        if (pulls.Count != 0)
        {
            Renew(pulls);
            SlotPromotion.Run(_function);
            ParameterFolding.Run(_function);
            FaultReturns.Run(_function);
        }

        if (isSplit)
            BlockMerging.Run(_function);
        DeadCode.Run(_function, _context.Module.Helpers, faultsAreExplicit: true);
    }

    // pkt.has p, n: (p - data) + n <= len.
    private void LowerQuestions()
    {
        foreach (IrBlock block in _function.Blocks)
        {
            while (block.Instructions.Find(static i => i.Op == IrOp.PktHas) is { } question)
            {
                var code = new PacketCode(_context.ProgramKind, _function.Context, question.Span);
                IrValue length = code.Wide(code.Add(PacketFields.LoadLength(_context.ProgramKind, _function.Context)));
                IrValue end = code.End(question.Operands[0], question.Operands[1]);
                block.Instructions.InsertRange(block.Instructions.IndexOf(question), code.Instructions);
                question.Op = IrOp.LeU;
                question.Operands.Clear();
                question.Operands.Add(end);
                question.Operands.Add(length);
            }
        }
    }

    // pkt.pull #1 data, n: where end - data < n, and len > end - data, min(len, n). Numbers are compared, not pointers, so that the verifier knows as much on one way as on the other.
    private void LowerShared()
    {
        for (int i = 0; i < _function.Blocks.Count; i++)
        {
            IrBlock block = _function.Blocks[i];
            int position = block.Instructions.FindIndex(static p => p is { Op: IrOp.PktPull, Immediate: SharedPulls.AsFarAsItGoes });
            if (position < 0)
                continue;
            IrInstruction pull = block.Instructions[position];
            var rest = new IrBlock { IsOutOfLine = block.IsOutOfLine };
            rest.Instructions.AddRange(block.Instructions.Skip(position + 1));
            block.Instructions.RemoveRange(position, block.Instructions.Count - position);
            new SharedPullCode(_context, _function, pull).Emit(block, rest);
            _function.Blocks.Insert(i + 1, rest);
        }
    }

    // All that is asked of the function is asked before any pull becomes a call.
    private List<PacketPull> FindPulls()
    {
        var flow = new ControlFlow(_function);
        var facts = new FactFlow(flow);
        var liveness = new PacketLiveness(flow, _provenance);
        var reach = new PointerReach(new ConditionalRanges(_function, flow, new Dominators(flow), _context.VerifierView), flow);
        var pulls = new List<PacketPull>();
        Dictionary<IrValue, int> order = Order();
        foreach (IrBlock block in flow.ReversePostorder)
        {
            if (block.Instructions.Find(SubprogramCalls.Pulls) is { } function)
                AddCall(block, function);
            if (block.Instructions.Find(static i => i.Op == IrOp.PktPull) is not { } call)
                continue;
            IrInstruction branch = block.Terminator;
            bool isTested = branch.Op == IrOp.BrIf && branch.Operands[0] == call && block.Instructions[block.Instructions.Count - 2] == call;
            bool mayFail = branch.Op == IrOp.Br;
            // What runs on a fault would need its references, of which nothing is proven then.
            if (!mayFail && (!isTested || liveness.On(branch.Targets[1]).Count != 0))
            {
                GiveUp(block, call);
                continue;
            }

            Facts known = facts.AtEntry(block);
            PacketReference[] references = liveness.On(branch.Targets[0]).OrderBy(v => order[v]).Select(v => Reference(v, call, known, reach)).ToArray();
            pulls.Add(new PacketPull(block, call, references));
        }

        return pulls;

        void AddCall(IrBlock block, IrInstruction call)
        {
            HashSet<IrValue> live = liveness.On(block.Terminator.Targets[0]);
            if (_function.PacketsAreFixed || Captures(call) || (live.Count != 0 && HoldsKernelReferences()))
                call.Immediate |= SubprogramCalls.HoldsPacket;
            else if (live.Count != 0)
                pulls.Add(new PacketPull(block, call, live.OrderBy(v => order[v]).Select(v => Reference(v, null, facts.AtEntry(block), reach)).ToArray()));
        }
    }

    // What a callback has captured is the same each time that it is called.
    private bool Captures(IrInstruction call) => call.Op == IrOp.Helper && call.Operands.Exists(o => o.Type == IrType.Ptr && _provenance.KindOf(o) is PointerKind.Packet or PointerKind.PacketEnd);

    // What is held would not be released where a reference can't be made anew.
    private bool HoldsKernelReferences() => _function.Blocks.Exists(b => b.Instructions.Exists(i =>
        i.Op == IrOp.Helper && (_context.Module.Helpers[i.Symbol!].Effects & (IrHelperEffects.Acquires | IrHelperEffects.Locks)) != 0));

    // A call of a function that may pull ends its block, with the look at its status.
    private bool SplitBehindCalls()
    {
        bool any = false;
        for (int i = 0; i < _function.Blocks.Count; i++)
        {
            IrBlock block = _function.Blocks[i];
            int end = block.Instructions.FindIndex(SubprogramCalls.Pulls) + 1;
            if (end == 0)
                continue;
            if (block.Instructions[end].Op == IrOp.CallbackStatus)
                end++;
            var rest = new IrBlock { IsOutOfLine = block.IsOutOfLine };
            rest.Instructions.AddRange(block.Instructions.Skip(end));
            block.Instructions.RemoveRange(end, block.Instructions.Count - end);
            var jump = new IrInstruction(IrOp.Br, IrType.Void) { Span = block.Instructions[end - 1].Span };
            jump.Targets.Add(new IrTarget(rest));
            block.Instructions.Add(jump);
            _function.Blocks.Insert(i + 1, rest);
            any = true;
        }

        return any;
    }

    private PacketReference Reference(IrValue pointer, IrInstruction? pull, Facts known, PointerReach reach)
    {
        long bytes = known.PacketBytes(pointer);
        if (pull is not null && pull.Operands[1] is IrConstant size && PointerParts.Of(pull.Operands[0]) is var asked && asked.Base == pointer)
            bytes = Math.Max(bytes, asked.Offset + size.Value);
        // Of what a caller passed nobody knows how far from the packet's start it is.
        bool isOwn = _provenance.Origins(pointer).TrueForAll(static o => o is IrConstant or IrInstruction { Op: IrOp.CtxLoad });
        long limit = isOwn && reach.Of(pointer) is { Min: >= 0, Max: <= PacketCode.MaxOffset } bound ? bound.Max : PacketCode.MaxOffset - bytes;
        return new PacketReference(pointer, bytes, limit, pointer is IrParameter && _provenance.MayBeNull(pointer));
    }

    // In order of appearance, so that equal functions become equal code.
    private Dictionary<IrValue, int> Order()
    {
        var order = new Dictionary<IrValue, int>();
        foreach (IrValue value in _function.Blocks.SelectMany(static b => b.Parameters.Concat<IrValue>(b.Instructions)))
            order.Add(value, order.Count);
        return order;
    }

    private static void GiveUp(IrBlock block, IrInstruction call)
    {
        block.Instructions.Remove(call);
        var map = new ValueMap();
        map.Replace(call, IrConstant.I32(0));
        block.Instructions.ForEach(map.Apply);
    }

    // Each pointer that some pull makes anew goes through a local, of which promotion makes values again.
    private void Renew(List<PacketPull> pulls)
    {
        foreach (IrValue pointer in pulls.SelectMany(static p => p.References).Select(static r => r.Pointer).Distinct())
        {
            var place = new IrInstruction(IrOp.Slot, IrType.Ptr) { Immediate = sizeof(long) };
            _places.Add(pointer, place);
            _function.Entry.Instructions.Insert(0, place);
        }

        foreach (IrBlock block in _function.Blocks)
            Replace(block, StepHere);
        foreach (IrBlock block in _function.Blocks)
        {
            Replace(block, LoadHere);
            foreach (IrValue pointer in block.Parameters.Concat<IrValue>(block.Instructions).Where(_places.ContainsKey).ToList())
                StoreBehind(block, pointer, pointer);
        }

        foreach (PacketPull pull in pulls)
        {
            foreach ((IrBlock block, IrValue pointer, IrValue renewed) in pull.Renewed)
                StoreBehind(block, pointer, renewed);
        }
    }

    // What comes from another block may have been made anew in between.
    private static void Replace(IrBlock block, Func<IrValue, int, IrInstruction?> here)
    {
        var known = new HashSet<IrValue>(block.Parameters);
        var copies = new Dictionary<IrValue, IrValue>();
        var output = new List<IrInstruction>(block.Instructions.Count);
        foreach (IrInstruction instruction in block.Instructions)
        {
            Replace(instruction.Operands);
            foreach (IrTarget target in instruction.Targets)
                Replace(target.Arguments);
            output.Add(instruction);
            known.Add(instruction);

            void Replace(List<IrValue> values)
            {
                for (int i = 0; i < values.Count; i++)
                {
                    if (values[i].Type != IrType.Ptr || known.Contains(values[i]))
                        continue;
                    if (!copies.TryGetValue(values[i], out IrValue? copy) && here(values[i], instruction.Span) is { } made)
                    {
                        output.Add(made);
                        copies.Add(values[i], copy = made);
                    }

                    values[i] = copy ?? values[i];
                }
            }
        }

        block.Instructions.Clear();
        block.Instructions.AddRange(output);
    }

    private IrInstruction? StepHere(IrValue value, int span)
    {
        PointerParts parts = PointerParts.Of(value);
        return IsStep(value) && _places.ContainsKey(parts.Base) ? new IrInstruction(IrOp.PtrAdd, IrType.Ptr, parts.Base, IrConstant.I64(parts.Offset)) { Span = span } : null;
    }

    private IrInstruction? LoadHere(IrValue value, int span) =>
        _places.TryGetValue(value, out IrInstruction? place) ? new IrInstruction(IrOp.Load, IrType.Ptr, place) { TypeArgument = IrType.Ptr, Span = span } : null;

    private void StoreBehind(IrBlock block, IrValue pointer, IrValue value) =>
        block.Instructions.Insert(value is IrInstruction definition ? block.Instructions.IndexOf(definition) + 1 : 0, Store(pointer, value));

    private IrInstruction Store(IrValue pointer, IrValue value) => new(IrOp.Store, IrType.Void, _places[pointer], value) { TypeArgument = IrType.Ptr };
}
