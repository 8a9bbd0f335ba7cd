using System.Collections.Generic;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Ir.Analysis;
using BpfSharp.Compiler.Passes;
using BpfSharp.Compiler.Passes.Pads;

namespace BpfSharp.Compiler.Tests.Passes.Execution;

// Regions whose faults run some code first.
internal sealed partial class RandomFunction
{
    private readonly List<(IrBlock Block, IrBlock Pad)> _protected = [];
    private IrBlock? _pad;

    private void Protected(int depth)
    {
        IrBlock body = new();
        IrBlock after = new();
        IrBlock pad = new();
        IrBlock? outer = _pad;
        Jump(body);
        _pad = pad;
        Fill(body, after, depth);
        _pad = outer;
        Continue(pad);
        IrInstruction site = Emit(new IrInstruction(IrOp.Caught, IrType.I32));
        Statements(depth - 1);
        Emit(new IrInstruction(IrOp.Resume, IrType.Void, site));
        Continue(after);
    }

    private void Protect()
    {
        foreach ((IrBlock block, IrBlock pad) in _protected)
            _function.Blocks.Add(ProtectedBlocks.Protect(block, new IrTarget(pad)));
        UnreachableBlocks.Remove(_function);
        PadSplitting.Run(_function);
    }
}
