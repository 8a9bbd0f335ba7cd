using System.Collections.Generic;
using System.Linq;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Passes;

namespace BpfSharp.Compiler.Safety;

/// <summary>Emits one pull, or a call in which bytes are pulled: distances before the call, the call, pointers after it.</summary>
internal sealed class PullCode
{
    private readonly CompilationContext _context;
    private readonly IrFunction _function;
    private readonly PacketPull _pull;
    private readonly int _span;
    private readonly IrTarget _success;
    private IrTarget? _failure;
    private IrBlock _block;
    private PacketCode _code;
    private IrInstruction? _end;

    public PullCode(CompilationContext context, IrFunction function, PacketPull pull)
    {
        _context = context;
        _function = function;
        _pull = pull;
        _span = pull.Call.Span;
        _success = pull.Block.Terminator.Targets[0];
        _failure = pull.Failure;
        _block = pull.Block;
        _code = NewCode(pull.References.Select(static r => r.Pointer).OfType<IrInstruction>().FirstOrDefault(static p => p is { Op: IrOp.CtxLoad, Symbol: "data" }));
    }

    private IrTarget Failure => new((_failure ??= new IrTarget(NewFault())).Block, _failure.Arguments.ToArray());

    public void Emit()
    {
        int start = _block.Instructions.IndexOf(_pull.Call);
        List<IrInstruction> call = _block.Instructions.GetRange(start, _block.Instructions.Count - start - 1);
        call.RemoveAll(static i => i.Op == IrOp.PktKept);
        _block.Instructions.RemoveRange(start, _block.Instructions.Count - start);
        IrValue[] distances = _pull.References.Select(Distance).ToArray();
        (PacketReference Reference, IrValue Distance)[] needed = _pull.NeededOnFailure.Select(r => (r, DistanceAgain(r, distances))).ToArray();
        if (needed.Length != 0)
            _failure = new IrTarget(NewBlock());
        if (_pull.IsCall)
        {
            _code.Instructions.AddRange(call);
            Flush();
            Begin(_block);
        }
        else
        {
            Pull(distances);
        }

        Renew(_pull.References.Zip(distances, static (r, d) => (r, d)), _success);
        if (needed.Length != 0)
            RenewOnFailure(needed);
    }

    private void Renew(IEnumerable<(PacketReference Reference, IrValue Distance)> references, IrTarget next)
    {
        var renewed = new List<(IrValue Value, long Bytes)>();
        foreach ((PacketReference reference, IrValue distance) in references)
            renewed.Add((Renew(reference, distance), reference.MayBeNull ? 0 : reference.Bytes));
        Prove(renewed.Where(static r => r.Bytes > 0).ToList(), next);
        Flush();
    }

    // As many bytes are linear as were before, but that is for the verifier to see.
    private void RenewOnFailure((PacketReference Reference, IrValue Distance)[] needed)
    {
        IrBlock block = _failure!.Block;
        block.IsOutOfLine = true;
        _failure = null;
        _end = null;
        Begin(block);
        Renew(needed, _pull.Failure!);
    }

    private IrValue DistanceAgain(PacketReference reference, IrValue[] distances)
    {
        int index = _pull.References.ToList().FindIndex(r => r.Pointer == reference.Pointer);
        return index >= 0 ? distances[index] : Distance(reference);
    }

    private void Pull(IrValue[] distances)
    {
        PointerParts asked = PointerParts.Of(_pull.Call.Operands[0]);
        int index = _pull.References.ToList().FindIndex(r => r.Pointer == asked.Base && !r.MayBeNull);
        bool isDistanceKnown = index >= 0 && !_pull.References[index].IsBound;
        IrValue end = _code.End(_pull.Call.Operands[0], _pull.Call.Operands[1], isDistanceKnown ? distances[index] : null);
        IrHelper helper = PullHelper.Declare(_context.Module);
        IrInstruction error = _code.Add(new IrInstruction(IrOp.Helper, IrType.I64, _function.Context, end) { Symbol = helper.Name });
        // Where what was asked for is proven anew, that tells whether it is there.
        bool isProven = index >= 0 && _pull.Call.Operands[1] is IrConstant size && _pull.References[index].Bytes >= asked.Offset + size.Value;
        if (!isProven && _pull.MayFail)
        {
            Require(_code.Add(IrOp.Eq, IrType.I32, error, IrConstant.I64(0)));
            return;
        }

        Flush();
        Begin(_block);
    }

    private IrBlock NewFault()
    {
        IrBlock block = NewBlock();
        block.IsOutOfLine = true;
        block.Instructions.Add(new IrInstruction(IrOp.Fault, IrType.Void) { Immediate = (int)FaultKind.PacketOutOfRange, Span = _span });
        return block;
    }

    // A variable distance; null where the pointer is one of the packet's bounds. What is absent is farther than anything.
    private IrValue Distance(PacketReference reference)
    {
        if (reference.IsBound)
            return IrConstant.I64(0);
        IrInstruction data = _code.Data;
        if (!reference.MayBeNull)
            return _code.Distance(reference.Pointer);
        IrInstruction isThere = _code.Add(IrOp.Ne, IrType.I32, reference.Pointer, IrConstant.Null());
        IrBlock there = NewBlock();
        IrBlock behind = NewBlock();
        var distance = new IrParameter(IrType.I64);
        behind.Parameters.Add(distance);
        End(IrOp.BrIf, isThere, new IrTarget(there), new IrTarget(behind, IrConstant.I64(-1)));
        Begin(there);
        IrInstruction known = _code.Add(IrOp.PtrDiff, IrType.I64, reference.Pointer, data);
        End(IrOp.Br, null, new IrTarget(behind, known));
        Begin(behind, data);
        return distance;
    }

    private IrValue Renew(PacketReference reference, IrValue distance)
    {
        if (reference.Pointer is IrInstruction { Op: IrOp.CtxLoad } bound)
            return Note(reference, LoadAnew(bound));
        IrInstruction data = _code.Data;
        IrInstruction isNear = _code.Add(IrOp.LeU, IrType.I32, distance, IrConstant.I64(reference.Limit));
        if (!reference.MayBeNull)
        {
            Require(isNear, data);
            return Note(reference, _code.Add(IrOp.PtrAdd, IrType.Ptr, data, distance));
        }

        IrBlock there = NewBlock();
        IrBlock behind = NewBlock();
        var pointer = new IrParameter(IrType.Ptr);
        behind.Parameters.Add(pointer);
        End(IrOp.BrIf, isNear, new IrTarget(there), new IrTarget(behind, IrConstant.Null()));
        Begin(there, data);
        IrInstruction known = _code.Add(IrOp.PtrAdd, IrType.Ptr, data, distance);
        End(IrOp.Br, null, new IrTarget(behind, known));
        Begin(behind, data);
        return Note(reference, pointer);
    }

    private IrInstruction LoadAnew(IrInstruction bound)
    {
        if (bound.Symbol == "data")
            return _code.Data;
        var load = new IrInstruction(IrOp.CtxLoad, IrType.Ptr, bound.Operands[0]) { TypeArgument = bound.TypeArgument, Symbol = bound.Symbol, Immediate = bound.Immediate };
        if (bound.Symbol == "data_end")
            _end = load;
        return _code.Add(load);
    }

    // What was proven is so still, but the verifier wants to see it.
    private void Prove(IReadOnlyList<(IrValue Value, long Bytes)> renewed, IrTarget next)
    {
        if (_end is null && renewed.Count != 0)
        {
            PacketFields.TryLoadEnd(_context.ProgramKind, _function.Context, _span, out _end);
            _code.Add(_end);
        }

        for (int i = 0; i < renewed.Count; i++)
        {
            IrInstruction fits = _code.Add(IrOp.PktFits, IrType.I32, renewed[i].Value, _end!, IrConstant.I32((int)renewed[i].Bytes));
            if (i < renewed.Count - 1)
                Require(fits);
            else
                End(IrOp.BrIf, fits, next, Failure);
        }

        if (renewed.Count == 0)
            End(IrOp.Br, null, next);
    }

    private IrValue Note(PacketReference reference, IrValue renewed)
    {
        _pull.Renewed.Add((_block, reference.Pointer, renewed));
        return renewed;
    }

    private void Require(IrInstruction condition, IrInstruction? data = null)
    {
        IrBlock next = NewBlock();
        End(IrOp.BrIf, condition, new IrTarget(next), Failure);
        Begin(next, data);
    }

    private void End(IrOp op, IrValue? condition, params IrTarget[] targets)
    {
        IrInstruction terminator = _code.Add(condition is null ? new IrInstruction(op, IrType.Void) : new IrInstruction(op, IrType.Void, condition));
        terminator.Targets.AddRange(targets);
        Flush();
    }

    private void Begin(IrBlock block, IrInstruction? data = null)
    {
        _block = block;
        _code = NewCode(data);
    }

    private void Flush()
    {
        _block.Instructions.AddRange(_code.Instructions);
        _code.Instructions.Clear();
    }

    private IrBlock NewBlock()
    {
        var block = new IrBlock { IsOutOfLine = _pull.Block.IsOutOfLine };
        _function.Blocks.Add(block);
        return block;
    }

    private PacketCode NewCode(IrInstruction? data = null) => new(_context.ProgramKind, _function.Context, _span, data);
}
