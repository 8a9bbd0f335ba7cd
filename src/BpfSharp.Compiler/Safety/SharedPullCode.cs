using System.Linq;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Passes;

namespace BpfSharp.Compiler.Safety;

/// <summary>Emits the questions before a shared pull: whether too little is linear, and whether the packet has more.</summary>
internal sealed class SharedPullCode
{
    private readonly CompilationContext _context;
    private readonly IrFunction _function;
    private readonly IrInstruction _pull;

    public SharedPullCode(CompilationContext context, IrFunction function, IrInstruction pull)
    {
        _context = context;
        _function = function;
        _pull = pull;
    }

    /// <param name="before">What comes before the pull, without a terminator.</param>
    /// <param name="rest">What comes behind it.</param>
    /// <param name="lost">Where it goes on if a reference can't be made anew.</param>
    public void Emit(IrBlock before, IrBlock rest, IrTarget? lost)
    {
        IrBlock measure = NewBlock();
        IrBlock compare = NewBlock();
        IrBlock pull = NewBlock();
        var bytes = new IrParameter(IrType.I64);
        compare.Parameters.Add(bytes);
        IrValue wanted = _pull.Operands[1];

        PacketCode code = NewCode();
        IrInstruction linear = code.Add(IrOp.PtrDiff, IrType.I64, End(code, before, rest), _pull.Operands[0]);
        Branch(code, before, code.Add(IrOp.LtU, IrType.I32, linear, wanted), new IrTarget(measure), new IrTarget(rest));

        code = NewCode();
        IrValue length = code.Wide(code.Add(PacketFields.LoadLength(_context.ProgramKind, _function.Context)));
        Branch(code, measure, code.Add(IrOp.LtU, IrType.I32, length, wanted), new IrTarget(compare, length), new IrTarget(compare, wanted));

        code = NewCode();
        Branch(code, compare, code.Add(IrOp.LeU, IrType.I32, bytes, linear), new IrTarget(rest), new IrTarget(pull));

        code = NewCode();
        IrInstruction pulled = code.Add(IrOp.PktPull, IrType.I32, _pull.Operands[0], bytes);
        pulled.Immediate = SharedPulls.OnlyReferences;
        if (lost is not null)
        {
            Branch(code, pull, pulled, new IrTarget(rest), lost);
            return;
        }

        code.Add(IrOp.Br, IrType.Void).Targets.Add(new IrTarget(rest));
        pull.Instructions.AddRange(code.Instructions);
    }

    // The check that the pull was made for has the end at hand.
    private IrValue End(PacketCode code, IrBlock before, IrBlock rest)
    {
        if (rest.Instructions.Find(static i => i.Op == IrOp.PktFits) is { } check && !rest.Instructions.Contains(check.Operands[1]))
            return check.Operands[1];
        PacketFields.TryLoadEnd(_context.ProgramKind, _function.Context, _pull.Span, out IrInstruction end);
        return code.Add(end);
    }

    private static void Branch(PacketCode code, IrBlock block, IrInstruction condition, IrTarget yes, IrTarget no)
    {
        IrInstruction branch = code.Add(IrOp.BrIf, IrType.Void, condition);
        branch.Targets.Add(yes);
        branch.Targets.Add(no);
        block.Instructions.AddRange(code.Instructions);
    }

    private IrBlock NewBlock()
    {
        var block = new IrBlock { IsOutOfLine = true };
        _function.Blocks.Add(block);
        return block;
    }

    private PacketCode NewCode() => new(_context.ProgramKind, _function.Context, _pull.Span);
}
