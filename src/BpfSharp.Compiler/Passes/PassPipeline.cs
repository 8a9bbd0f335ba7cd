using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Passes.Lower;
using BpfSharp.Compiler.Passes.Simplify;
using BpfSharp.Compiler.Passes.Slots;

namespace BpfSharp.Compiler.Passes;

/// <summary>The order of passes over one flat function.</summary>
public sealed class PassPipeline
{
    // Each round promotes what the round before laid open (a span in a slot that points to another slot); more than a few deep is not written by people.
    private const int MaxRounds = 8;

    private readonly CompilationContext _context;
    private readonly IrFunction _function;

    private PassPipeline(CompilationContext context, IrFunction function)
    {
        _context = context;
        _function = function;
    }

    /// <summary>Flat to safe, in place.</summary>
    public static void Run(CompilationContext context, IrFunction function)
    {
        var pipeline = new PassPipeline(context, function);
        pipeline.Simplify(faultsAreExplicit: false);
        pipeline.Lower();
    }

    private void Simplify(bool faultsAreExplicit)
    {
        for (int round = 0; round < MaxRounds; round++)
        {
            _context.Cancellation.ThrowIfCancellationRequested();
            bool changed = DeadCode.Run(_function, _context.Module.Helpers, faultsAreExplicit);
            changed |= SlotSplitting.Run(_function);
            changed |= SlotPromotion.Run(_function);
            changed |= Folder.Run(_function);
            changed |= BranchFolding.Run(_function);
            changed |= ParameterFolding.Run(_function);
            changed |= BlockMerging.Run(_function);
            if (!changed)
                break;
        }

        DeadCode.Run(_function, _context.Module.Helpers, faultsAreExplicit);
    }

    private void Lower()
    {
        GuardLowering.Run(_function);
        MemoryLowering.Run(_function);
        Simplify(faultsAreExplicit: true);
    }
}
