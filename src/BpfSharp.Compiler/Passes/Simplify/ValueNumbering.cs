using System.Collections.Generic;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Ir.Analysis;
using BpfSharp.Compiler.Passes.Subprograms;
using BpfSharp.Compiler.Safety;

namespace BpfSharp.Compiler.Passes.Simplify;

/// <summary>
/// Global value numbering: of two computations of one value, the one that every path to the other runs through stays.
/// Context fields count as long as no helper and no store may have changed them: so <c>data</c> and <c>data_end</c> are loaded once.
/// </summary>
public sealed class ValueNumbering
{
    private readonly IrFunction _function;
    private readonly Dictionary<string, IrHelper> _helpers;
    private readonly ValueMap _map = new();
    private readonly Dictionary<ValueKey, IrInstruction> _table = new();
    private readonly HashSet<string> _constants = new();
    private readonly bool _isLengthSeen;

    private ValueNumbering(IrFunction function, Dictionary<string, IrHelper> helpers, List<IrGlobal>? globals)
    {
        foreach (IrGlobal global in globals ?? new List<IrGlobal>())
        {
            if (global.IsConstant)
                _constants.Add(global.Name);
        }

        _function = function;
        _helpers = helpers;
        _isLengthSeen = NonLinearPackets.IsLengthSeen(function);
    }

    public static bool Run(IrFunction function, Dictionary<string, IrHelper> helpers, List<IrGlobal>? globals = null) => new ValueNumbering(function, helpers, globals).Run();

    private bool Run()
    {
        UnreachableBlocks.Remove(_function);
        var flow = new ControlFlow(_function);
        var dominators = new Dominators(flow);
        var packet = new Epochs(flow, ChangesPacket);
        Epochs end = _isLengthSeen ? new Epochs(flow, i => ChangesPacket(i) || NonLinearPackets.MayPull(i)) : packet;
        var context = new Epochs(flow, ChangesContext);
        var path = new Stack<(IrBlock Block, List<ValueKey>? Added)>();
        foreach (IrBlock block in dominators.Preorder)
        {
            // What stands in blocks that don't dominate this one is not computed on every path.
            while (path.Count != 0 && !dominators.Dominates(path.Peek().Block, block))
                path.Pop().Added?.ForEach(k => _table.Remove(k));
            path.Push((block, Number(block, packet, end, context)));
        }

        _map.Apply(_function);
        return _map.Count != 0;
    }

    private List<ValueKey>? Number(IrBlock block, Epochs packet, Epochs end, Epochs context)
    {
        List<ValueKey>? added = null;
        int before = _map.Count;
        object packetEpoch = packet.AtEntry(block);
        object endEpoch = end.AtEntry(block);
        object contextEpoch = context.AtEntry(block);
        foreach (IrInstruction instruction in block.Instructions)
        {
            _map.Apply(instruction);
            object? epoch = instruction.Op != IrOp.CtxLoad ? null
                : instruction.Type != IrType.Ptr || !PacketFields.IsPacket(instruction) ? contextEpoch
                : instruction.Symbol == "data_end" ? endEpoch : packetEpoch;
            if (epoch is not null || IsNumbered(instruction.Op) || IsLoadTimeConstant(instruction))
            {
                var key = new ValueKey(instruction, epoch);
                if (_table.TryGetValue(key, out IrInstruction? earlier))
                {
                    _map.Replace(instruction, earlier);
                }
                else
                {
                    _table.Add(key, instruction);
                    (added ??= new()).Add(key);
                }
            }

            packetEpoch = packet.After(instruction, packetEpoch);
            endEpoch = end.After(instruction, endEpoch);
            contextEpoch = context.After(instruction, contextEpoch);
        }

        if (_map.Count != before)
            block.Instructions.RemoveAll(_map.Replaces);
        return added;
    }

    // Set before load, and frozen.
    private bool IsLoadTimeConstant(IrInstruction instruction) =>
        instruction.Op == IrOp.Load && PointerParts.Of(instruction.Operands[0]).Base is IrInstruction { Op: IrOp.GlobalAddr } global && _constants.Contains(global.Symbol!);

    // Each slot is a place of its own, and so is a fault's site, by its span.
    private static bool IsNumbered(IrOp op) => op is not (IrOp.Slot or IrOp.FaultSite) && IrOpTable.Get(op).IsPure;

    private bool ChangesPacket(IrInstruction instruction) =>
        SubprogramCalls.MovesPacket(instruction) || instruction.Op == IrOp.Helper && (!_helpers.TryGetValue(instruction.Symbol!, out IrHelper? helper) || (helper.Effects & IrHelperEffects.ChangesPacket) != 0);

    // A helper that is given the context may change its fields (mark, queue, length).
    private bool ChangesContext(IrInstruction instruction) => instruction.Op switch
    {
        IrOp.CtxStore or IrOp.CallSubprogram => true,
        IrOp.Helper => ChangesPacket(instruction) || Callbacks.Has(instruction) || _helpers[instruction.Symbol!].Arguments.Contains(IrHelperArgument.Context),
        _ => false,
    };
}
