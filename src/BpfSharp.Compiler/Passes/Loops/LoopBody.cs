using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Ir.Analysis;
using BpfSharp.Compiler.Passes.Subprograms;
using BpfSharp.Compiler.Safety;

namespace BpfSharp.Compiler.Passes.Loops;

/// <summary>Moves the blocks of a loop to a function of their own, and puts a call of <c>bpf_loop</c> in their place.</summary>
internal sealed class LoopBody
{
    /// <summary>One less than the kernel's BPF_MAX_LOOPS: where the limit's fault has a pad, the last round is the one that meets it.</summary>
    public const int MaxRounds = (8 << 20) - 1;

    private readonly IrFunction _function;
    private readonly LoopRegion _region;
    private readonly LoopInputs _inputs;
    private readonly LoopState _state;
    private readonly List<IrValue> _outputs;
    private readonly IrParameter _statePointer = new(IrType.Ptr);
    private readonly int _span;

    // The exit that the limit's fault takes; null: the limit is a fault of the function around.
    private readonly IrBlock? _limitLanding;
    private readonly bool _hasStatus;

    private LoopBody(LoopRegion region, LoopInputs inputs, List<IrValue> outputs, List<IrBlock> landings)
    {
        _function = region.Function;
        _region = region;
        _inputs = inputs;
        _outputs = outputs;
        _state = new LoopState(region.Loop.Head.Parameters.Concat(outputs));
        _span = region.Loop.Span;
        Dictionary<IrBlock, IrTarget> pads = ProtectedBlocks.Find(_function);
        _limitLanding = region.Limits.Select(b => pads[b].Block.Successors.FirstOrDefault()?.Block).FirstOrDefault(b => b is not null && landings.Contains(b));
        // All faults of such a loop may leave it by exits: then there is no other way to unwind, which would pass over the pad.
        _hasStatus = _limitLanding is null || region.Loop.Blocks.Exists(b => !pads.ContainsKey(b) && b.Instructions.Exists(Faulting.MayFault));
    }

    /// <summary>False where the loop stays as it is: a pointer changes from round to round, or leads where the body can't follow.</summary>
    public static bool TryMove(CompilationContext context, IrFunction function, LoopRegion region)
    {
        if (region.Loop.Head.Parameters.Exists(static p => p.Type == IrType.Ptr))
            return false;
        List<IrBlock> landings = Land(region);
        List<IrValue> outputs = region.Outputs();
        if (outputs.Exists(static o => o.Type == IrType.Ptr))
            return false;
        var inputs = new LoopInputs(region, new FactFlow(new ControlFlow(function)).AtEntry(region.Loop.Head));
        if (!region.Inputs().TrueForAll(inputs.TryAdd))
            return false;
        var body = new LoopBody(region, inputs, outputs, landings);
        IrFunction callback = body.Move(Name(context, function), landings);
        callback.PacketsAreChecked = function.PacketsAreChecked;
        context.Module.Functions.Add(callback.Name, callback);
        body.Call(context, callback, landings);
        return true;
    }

    private static string Name(CompilationContext context, IrFunction function)
    {
        for (int i = 0; ; i++)
        {
            string name = function.Name + "|loop|" + i.ToString(CultureInfo.InvariantCulture);
            if (!context.Module.Functions.ContainsKey(name))
                return name;
        }
    }

    // Every edge out of the loop gets a block of its own behind it: what the edge passes is then used outside.
    private static List<IrBlock> Land(LoopRegion region)
    {
        var landings = new List<IrBlock>();
        foreach (IrTarget exit in region.Exits)
        {
            var landing = new IrBlock();
            var jump = new IrInstruction(IrOp.Br, IrType.Void);
            jump.Targets.Add(new IrTarget(exit.Block, exit.Arguments.ToArray()));
            landing.Instructions.Add(jump);
            exit.Block = landing;
            exit.Arguments.Clear();
            region.Function.Blocks.Add(landing);
            landings.Add(landing);
        }

        return landings;
    }

    private IrFunction Move(string name, List<IrBlock> landings)
    {
        var callback = new IrFunction(name, 0, IrType.I32) { Span = _span };
        IrBlock head = _region.Loop.Head;
        var entry = new IrBlock();
        var round = new IrParameter(IrType.I64);
        Declare(callback, entry, round, new IrParameterInfo("round", IrType.U64));
        foreach (IrBlock block in _region.Limits)
            MeetLimit(block, round);
        Declare(callback, entry, _statePointer, new IrParameterInfo("state", IrType.U64) { Bytes = _state.Bytes });
        for (int i = 0; i < _inputs.Parameters.Count; i++)
            Declare(callback, entry, _inputs.Parameters[i], _inputs.Infos[i]);
        entry.Instructions.AddRange(_inputs.Prologue);
        IrValue[] carried = head.Parameters.Select(p => (IrValue)_state.Load(entry.Instructions, _statePointer, p, _span)).ToArray();
        var start = new IrInstruction(IrOp.Br, IrType.Void) { Span = _span };
        start.Targets.Add(new IrTarget(head, carried));
        entry.Instructions.Add(start);
        callback.Blocks.Add(entry);
        callback.Blocks.AddRange(_region.Loop.Blocks);
        _inputs.Apply(_region.Loop.Blocks);
        StoreOutputs();
        foreach (IrBlock block in _region.Loop.Blocks)
        {
            foreach (IrTarget target in block.Successors)
            {
                if (target.Block == head)
                    callback.Blocks.Add(GoOn(target));
                else if (landings.IndexOf(target.Block) is >= 0 and var exit)
                    callback.Blocks.Add(Stop(target, exit + 1));
            }
        }

        return callback;
    }

    private void MeetLimit(IrBlock block, IrParameter round)
    {
        int mark = block.Instructions.FindIndex(static i => i.Op == IrOp.LoopLimit);
        block.Instructions.RemoveAt(mark);
        if (_region.Rounds <= MaxRounds)
            return;
        var fits = new IrInstruction(IrOp.LtU, IrType.I32, round, IrConstant.I64(MaxRounds)) { Span = _span };
        block.Instructions.InsertRange(mark, new[] { fits, new IrInstruction(IrOp.Guard, IrType.Void, fits) { Immediate = (int)FaultKind.LoopLimit, Span = _span } });
    }

    private static void Declare(IrFunction callback, IrBlock entry, IrParameter parameter, IrParameterInfo info)
    {
        entry.Parameters.Add(parameter);
        callback.Parameters.Add(info);
    }

    private void StoreOutputs()
    {
        foreach (IrBlock block in _region.Loop.Blocks)
        {
            var output = new List<IrInstruction>();
            foreach (IrParameter parameter in block.Parameters.Where(_outputs.Contains))
                _state.Store(output, _statePointer, parameter, parameter, _span);
            foreach (IrInstruction instruction in block.Instructions)
            {
                output.Add(instruction);
                if (_outputs.Contains(instruction))
                    _state.Store(output, _statePointer, instruction, instruction, instruction.Span);
            }

            block.Instructions.Clear();
            block.Instructions.AddRange(output);
        }
    }

    private IrBlock GoOn(IrTarget back)
    {
        var block = new IrBlock();
        for (int i = 0; i < back.Arguments.Count; i++)
            _state.Store(block.Instructions, _statePointer, _region.Loop.Head.Parameters[i], back.Arguments[i], _span);
        return End(back, block, goesOn: 1);
    }

    private IrBlock Stop(IrTarget exit, int number)
    {
        var block = new IrBlock();
        LoopState.StoreExit(block.Instructions, _statePointer, number, _span);
        return End(exit, block, goesOn: 0);
    }

    private IrBlock End(IrTarget edge, IrBlock block, int goesOn)
    {
        block.Instructions.Add(new IrInstruction(IrOp.Ret, IrType.Void, IrConstant.I32(goesOn)) { Span = _span });
        edge.Block = block;
        edge.Arguments.Clear();
        return block;
    }

    private void Call(CompilationContext context, IrFunction callback, List<IrBlock> landings)
    {
        foreach (IrBlock block in _region.Loop.Blocks)
            _function.Blocks.Remove(block);
        _function.Entry.Instructions.Insert(0, _state.Slot);
        var call = new IrBlock();
        foreach (IrParameter parameter in _region.Loop.Head.Parameters)
            call.Parameters.Add(new IrParameter(parameter.Type));
        foreach (IrTarget entry in _region.Entries)
            entry.Block = call;
        LoopState.StoreExit(call.Instructions, _state.Slot, 0, _span);
        for (int i = 0; i < call.Parameters.Count; i++)
            _state.Store(call.Instructions, _state.Slot, _region.Loop.Head.Parameters[i], call.Parameters[i], _span);
        call.Instructions.Add(CallOf(context, callback, call.Instructions));
        _function.Blocks.Add(call);
        if (_hasStatus)
        {
            IReadOnlyList<IrBlock> behind = Callbacks.AddStatus(call);
            _function.Blocks.AddRange(behind);
            call = behind[1];
        }

        Dispatch(call, landings);
    }

    private IrInstruction CallOf(CompilationContext context, IrFunction callback, List<IrInstruction> output)
    {
        IrHelper helper = LoopHelper.Declare(context.Module);
        var address = new IrInstruction(IrOp.FuncAddr, IrType.Ptr) { Symbol = callback.Name, Span = _span };
        output.Add(address);
        var call = new IrInstruction(IrOp.Helper, IrType.I64, IrConstant.I64(_region.Limits.Count == 0 ? MaxRounds : MaxRounds + 1), address, IrConstant.Null(), IrConstant.I64(0), _state.Slot) { Symbol = helper.Name, Span = _span };
        call.Operands.AddRange(_inputs.Captured);
        // What is defined on every way to an exit the round that leaves by it has stored.
        call.Immediate = Callbacks.LastRoundTells | (SubprogramCalls.MovesPacket(context, callback) ? SubprogramCalls.ChangesPacket : 0);
        if (callback.Blocks.Exists(static b => b.Instructions.Exists(NonLinearPackets.MayPull)))
            call.Immediate |= SubprogramCalls.MayPull;
        return call;
    }

    // No exit was taken: the kernel has ended the loop.
    private void Dispatch(IrBlock block, List<IrBlock> landings)
    {
        var loads = new Dictionary<IrValue, IrValue>();
        foreach (IrValue output in _outputs)
            loads.Add(output, _state.Load(block.Instructions, _state.Slot, output, _span));
        var map = new ValueMap();
        foreach (KeyValuePair<IrValue, IrValue> load in loads)
            map.Replace(load.Key, load.Value);
        IrInstruction exit = LoopState.LoadExit(block.Instructions, _state.Slot, _span);
        // Where the last round meets the limit, some exit was taken.
        IrBlock limit = _limitLanding ?? LimitFault();
        var dispatch = new IrInstruction(IrOp.Switch, IrType.Void, exit) { Span = _span };
        dispatch.Targets.Add(new IrTarget(limit));
        for (int i = 0; i < landings.Count; i++)
        {
            dispatch.Cases.Add(i + 1);
            dispatch.Targets.Add(new IrTarget(landings[i]));
        }

        block.Instructions.Add(dispatch);
        map.Apply(_function);
    }

    private IrBlock LimitFault()
    {
        var limit = new IrBlock();
        limit.Instructions.Add(new IrInstruction(IrOp.Fault, IrType.Void) { Immediate = (int)FaultKind.LoopLimit, Span = _span });
        _function.Blocks.Add(limit);
        return limit;
    }
}
