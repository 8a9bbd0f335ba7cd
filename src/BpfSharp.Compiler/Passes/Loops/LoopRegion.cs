using System.Collections.Generic;
using System.Linq;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Ir.Analysis;

namespace BpfSharp.Compiler.Passes.Loops;

/// <summary>A loop, what goes in and what comes out.</summary>
internal sealed class LoopRegion
{
    private readonly HashSet<IrBlock> _inside;

    public LoopRegion(CompilationContext context, IrFunction function, ControlFlow flow, Loop loop)
    {
        Context = context;
        Function = function;
        Loop = loop;
        _inside = new HashSet<IrBlock>(loop.Blocks);
        Entries = flow.Predecessors(loop.Head).Where(e => !_inside.Contains(e.From)).Select(static e => e.Target).ToList();
        Exits = loop.Blocks.SelectMany(b => b.Successors.Where(t => !_inside.Contains(t.Block))).ToList();
        Defined = new HashSet<IrValue>(loop.Blocks.SelectMany(static b => b.Parameters.Concat<IrValue>(b.Instructions)));
    }

    public CompilationContext Context { get; }

    public IrFunction Function { get; }

    public Loop Loop { get; }

    public List<IrTarget> Entries { get; }

    public List<IrTarget> Exits { get; }

    public HashSet<IrValue> Defined { get; }

    /// <summary>Blocks where the loop's limit is to be met, if it is.</summary>
    public IReadOnlyList<IrBlock> Limits { get; set; } = new List<IrBlock>();

    /// <summary>What the loop's rounds are bounded by; null: nothing.</summary>
    public long? Rounds { get; set; }

    public bool IsInside(IrBlock block) => _inside.Contains(block);

    /// <summary>Values from before the loop that it uses, in order of their first use.</summary>
    public List<IrValue> Inputs() => Uses(Loop.Blocks).Where(v => v is not IrConstant && !Defined.Contains(v)).Distinct().ToList();

    /// <summary>Values of the loop that are used behind it.</summary>
    public List<IrValue> Outputs() => Uses(Function.Blocks.Where(b => !IsInside(b))).Where(Defined.Contains).Distinct().ToList();

    private static IEnumerable<IrValue> Uses(IEnumerable<IrBlock> blocks) =>
        blocks.SelectMany(static b => b.Instructions).SelectMany(static i => i.Operands.Concat(i.Targets.SelectMany(static t => t.Arguments)));
}
