using System;
using System.Collections.Generic;

namespace BpfSharp.Compiler.Ir;

/// <summary>One instruction. Which members count for which operation is told in docs/ir.md.</summary>
public sealed class IrInstruction : IrValue
{
    // Few instructions have any.
    private List<long>? _cases;

    public IrInstruction(IrOp op, IrType type, params IrValue[] operands)
        : base(type)
    {
        Op = op;
        Operands = new List<IrValue>(operands);
    }

    public IrOp Op { get; set; }

    public List<IrValue> Operands { get; }

    /// <summary>Memory or struct type: of load, store, slot, copy, zero, field, elem, sizeof, ctx.load, ctx.store, atomic; the constrained type of call.constrained.</summary>
    public IrType? TypeArgument { get; set; }

    /// <summary>Name of a field, variable, map, global, function, interface member, helper or atomic operation.</summary>
    public string? Symbol { get; set; }

    /// <summary>Type arguments of a call.</summary>
    public IReadOnlyList<IrType> CallArguments { get; set; } = Array.Empty<IrType>();

    /// <summary>Fault kind of guard and fault; byte offset of ctx.load and ctx.store; bytes of a lowered slot, copy or zero.</summary>
    public int Immediate { get; set; }

    /// <summary>Of a load: the least and greatest number that is there, as a load-time constant's <c>[Range]</c> promises.</summary>
    public (long Least, long Greatest)? Bounds { get; set; }

    /// <summary>Source span number (see <see cref="IrModule.Spans"/>), or -1 where there is none.</summary>
    public int Span { get; set; } = -1;

    /// <summary>Targets of a terminator. brif: taken when not zero, then otherwise. switch: default, then one for each of <see cref="Cases"/>.</summary>
    public List<IrTarget> Targets { get; } = new();

    /// <summary>Case constants of switch.</summary>
    public List<long> Cases => _cases ??= new();

    public bool HasResult => Type.Kind != IrTypeKind.Void;

    public bool IsTerminator => IrOpTable.Get(Op).IsTerminator;

    public override string ToString() => IrPrinter.Print(this);
}

/// <summary>An edge: a block and the values for its parameters.</summary>
public sealed class IrTarget
{
    public IrTarget(IrBlock block, params IrValue[] arguments)
    {
        Block = block;
        Arguments = new List<IrValue>(arguments);
    }

    public IrBlock Block { get; set; }

    public List<IrValue> Arguments { get; }
}
