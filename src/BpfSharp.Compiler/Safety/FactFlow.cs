using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Ir.Analysis;

namespace BpfSharp.Compiler.Safety;

/// <summary>Carries <see cref="Facts"/> along all paths: a fact holds where it holds on every way there.</summary>
internal sealed class FactFlow
{
    private readonly ControlFlow _flow;
    private readonly IrTarget? _lost;
    private static readonly Facts s_nothing = new();

    // By the order of the block; null where it was not looked at yet.
    private readonly Facts?[] _atEntry;
    private readonly Facts?[] _atEnd;

    /// <param name="lost">An edge on which the packet's references are made anew, and nothing of them is proven.</param>
    public FactFlow(ControlFlow flow, IrTarget? lost = null)
    {
        _flow = flow;
        _lost = lost;
        _atEntry = new Facts?[flow.ReversePostorder.Count];
        _atEnd = new Facts?[flow.ReversePostorder.Count];
        for (bool changed = true; changed;)
        {
            changed = false;
            foreach (IrBlock block in flow.ReversePostorder)
            {
                Facts entry = Join(block);
                int order = flow.Order(block);
                if (_atEntry[order]?.Equals(entry) == true)
                    continue;
                _atEntry[order] = entry;
                Facts facts = entry;
                foreach (IrInstruction instruction in block.Instructions)
                {
                    if (instruction.Op != IrOp.Guard)
                        continue;
                    if (ReferenceEquals(facts, entry))
                        facts = new Facts(entry);
                    Step(facts, instruction);
                }

                _atEnd[order] = facts;
                changed = flow.HasLoops;
            }
        }
    }

    public Facts AtEntry(IrBlock block) => new(_atEntry[_flow.Order(block)]!);

    /// <summary>What the instruction adds.</summary>
    public static void Step(Facts facts, IrInstruction instruction)
    {
        if (instruction.Op == IrOp.Guard)
            facts.Learn(instruction.Operands[0], holds: true);
    }

    /// <summary>Facts at the block's end are now these: a pass has put guards into it.</summary>
    public void Update(IrBlock block, Facts atEnd) => _atEnd[_flow.Order(block)] = atEnd;

    /// <summary>What the block's predecessors agree on; ways not yet looked at don't count.</summary>
    public Facts Join(IrBlock block)
    {
        Facts? joined = block == _flow.Function.Entry ? new Facts(_flow.Function) : null;
        foreach (IrEdge edge in _flow.Predecessors(block))
        {
            if (_atEnd[_flow.Order(edge.From)] is not { } end)
                continue;
            if (joined is null)
                joined = OnEdge(edge, end);
            // Where nothing is known, nothing is found that both know.
            else if (!joined.IsEmpty)
                joined.Meet(OnEdge(edge, end));
        }

        return joined ?? new Facts();
    }

    /// <summary>What holds when the edge is taken.</summary>
    public Facts OnEdge(IrEdge edge) => OnEdge(edge, _atEnd[_flow.Order(edge.From)]!);

    private Facts OnEdge(IrEdge edge, Facts atEnd)
    {
        var facts = new Facts(atEnd);
        IrInstruction terminator = edge.From.Terminator;
        if (terminator.Op == IrOp.BrIf && terminator.Targets[0].Block != terminator.Targets[1].Block)
            facts.Learn(terminator.Operands[0], holds: edge.Target == terminator.Targets[0]);
        if (edge.Target == _lost)
            facts.ForgetPacket();
        // Arguments are read all at once: a parameter may be another's argument on a loop's edge.
        Facts? before = null;
        for (int i = 0; i < edge.Target.Arguments.Count; i++)
        {
            if (edge.Target.Arguments[i].Type != IrType.Ptr)
                continue;
            before ??= facts.IsEmpty ? s_nothing : new Facts(facts);
            facts.Pass(before, edge.Target.Arguments[i], edge.Target.Block.Parameters[i]);
        }

        return facts;
    }
}
