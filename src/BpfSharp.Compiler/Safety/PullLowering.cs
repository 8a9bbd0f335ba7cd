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
        if (!function.Blocks.Exists(static b => b.Instructions.Exists(static i => i.Op is IrOp.PktHas or IrOp.PktPull or IrOp.PktKept || SubprogramCalls.Pulls(i))))
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
        // Others stand behind calls that are there no more.
        foreach (IrBlock block in _function.Blocks)
        {
            foreach (IrInstruction kept in block.Instructions.FindAll(i => i.Op == IrOp.PktKept && (i != Kept(block) || !block.Instructions.Exists(SubprogramCalls.Pulls))))
                GiveUp(block, kept, 1);
        }

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

    // pkt.pull #1 data, n, and a branch if it may be lost: where end - data < n, and len > end - data, min(len, n). Numbers are compared, not pointers, so that the verifier knows as much on one way as on the other.
    private void LowerShared()
    {
        for (int i = 0; i < _function.Blocks.Count; i++)
        {
            IrBlock block = _function.Blocks[i];
            int position = block.Instructions.FindIndex(static p => p is { Op: IrOp.PktPull, Immediate: SharedPulls.AsFarAsItGoes });
            if (position < 0)
                continue;
            IrInstruction pull = block.Instructions[position];
            IrTarget? lost = null;
            if (block.Instructions[position + 1] is { Op: IrOp.BrIf } branch && branch.Operands[0] == pull)
            {
                lost = branch.Targets[1];
                branch.Op = IrOp.Br;
                branch.Operands.Clear();
                branch.Targets.RemoveAt(1);
            }

            var rest = new IrBlock { IsOutOfLine = block.IsOutOfLine };
            rest.Instructions.AddRange(block.Instructions.Skip(position + 1));
            block.Instructions.RemoveRange(position, block.Instructions.Count - position);
            new SharedPullCode(_context, _function, pull).Emit(block, rest, lost);
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
        HoldingFlow? held = HoldingFlow.Matters(_context, _function) ? new HoldingFlow(_context, flow) : null;
        var pulls = new List<PacketPull>();
        Dictionary<IrValue, int> order = Order();
        foreach (IrBlock block in flow.ReversePostorder)
        {
            if (block.Instructions.Find(static i => i.Op == IrOp.PktPull || SubprogramCalls.Pulls(i)) is not { } call)
                continue;
            // Nobody asks what came of it.
            if (call is { Op: IrOp.PktPull, Immediate: 0 } && !IsTested(block, call))
            {
                GiveUp(block, call, 0);
                continue;
            }

            HashSet<IrValue> live = liveness.On(block.Terminator.Targets[0]);
            PassDistances(block, call);
            Facts known = facts.AtEntry(block);
            var pull = new PacketPull(block, call, All(live, call.Op == IrOp.PktPull ? call : null)) { Failure = block.Terminator.Targets.ElementAtOrDefault(1) };
            if (pull.Failure is { } failure && liveness.On(failure) is { Count: not 0 } needed && !TryKeep(pull, All(needed, null), flow, held?.IsAnyHeldAtEnd(block) == true))
                continue;
            if (!pull.IsCall || live.Count != 0)
                pulls.Add(pull);
            else if (Kept(block) is { } kept)
                GiveUp(block, kept, 1);

            PacketReference[] All(HashSet<IrValue> pointers, IrInstruction? asked) => pointers.OrderBy(v => order[v]).Select(v => Reference(v, asked, known, reach)).ToArray();
        }

        return pulls;
    }

    // What runs on a fault uses references too. They are made anew on that way as well; that this fails is a way that only the verifier walks, on which nothing can be released.
    // Of the packet's own bounds it does not fail, where nobody wants to see again what was proven.
    private bool TryKeep(PacketPull pull, IReadOnlyList<PacketReference> needed, ControlFlow flow, bool isHeld)
    {
        if (isHeld && needed.All(static r => r.IsBound) && PacketProofs.AreOwn(_context, flow, _provenance, pull.Failure!))
        {
            pull.NeededOnFailure = needed.Select(static r => r with { Bytes = 0 }).ToArray();
            return true;
        }

        if (isHeld)
        {
            _context.Report("BPF3094", pull.Call.Span);
            return false;
        }

        if (pull.MayFail)
            pull.NeededOnFailure = needed;
        else
            pull.Failure = null;
        return true;
    }

    // A pointer to the packet that a callback has captured would be stale when it is called again: it is given the distance.
    private void PassDistances(IrBlock block, IrInstruction call)
    {
        if (call.Op != IrOp.Helper)
            return;
        for (int i = _context.Module.Helpers[call.Symbol!].Arguments.Count; i < call.Operands.Count; i++)
        {
            if (call.Operands[i].Type != IrType.Ptr || _provenance.KindOf(call.Operands[i]) != PointerKind.Packet)
                continue;
            var code = new PacketCode(_context.ProgramKind, _function.Context, call.Span);
            call.Operands[i] = code.Distance(call.Operands[i]);
            block.Instructions.InsertRange(block.Instructions.IndexOf(call), code.Instructions);
        }
    }

    private static bool IsTested(IrBlock block, IrInstruction question) =>
        block.Terminator.Op == IrOp.BrIf && block.Terminator.Operands[0] == question && block.Instructions[block.Instructions.Count - 2] == question;

    // What the branch that ends a block asks, behind a call in which references may be lost.
    private static IrInstruction? Kept(IrBlock block) => block.Instructions.Find(i => i.Op == IrOp.PktKept && IsTested(block, i));

    // A call of a function that may pull ends its block, with the look at its status, and the branch for lost references.
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
            if (end == block.Instructions.Count - 2 && Kept(block) is not null)
                continue;
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

    private void GiveUp(IrBlock block, IrInstruction question, int answer)
    {
        block.Instructions.Remove(question);
        var map = new ValueMap();
        map.Replace(question, IrConstant.I32(answer));
        map.Apply(_function);
    }

    // Each pointer that some pull makes anew goes through a local, of which promotion makes values again.
    private void Renew(List<PacketPull> pulls)
    {
        foreach (IrValue pointer in pulls.SelectMany(static p => p.References.Concat(p.NeededOnFailure)).Select(static r => r.Pointer).Distinct())
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
