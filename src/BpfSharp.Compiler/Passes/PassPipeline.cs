using System.Collections.Generic;
using System.Linq;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Ir.Verification;
using BpfSharp.Compiler.Passes.Loops;
using BpfSharp.Compiler.Passes.Lower;
using BpfSharp.Compiler.Passes.Memory;
using BpfSharp.Compiler.Passes.Pads;
using BpfSharp.Compiler.Passes.Simplify;
using BpfSharp.Compiler.Passes.Slots;
using BpfSharp.Compiler.Passes.Subprograms;
using BpfSharp.Compiler.Safety;

namespace BpfSharp.Compiler.Passes;

/// <summary>The order of passes over one flat function.</summary>
public sealed class PassPipeline
{
    // Each round promotes what the round before laid open (a span in a slot that points to another slot); more than a few deep is not written by people.
    private const int MaxRounds = 8;

    // Cheap, and they lay open work for each other.
    private static readonly FunctionPass[] s_tidying =
    {
        new("dead code", static (c, f) => DeadCode.Run(c, f)),
        new("slot splitting", static (c, f) => SlotSplitting.Run(f, c.FaultsAreExplicit)),
        new("slot promotion", static (_, f) => SlotPromotion.Run(f)),
        new("folding", static (c, f) => Folder.Run(f, c.View)),
        new("branch folding", static (_, f) => BranchFolding.Run(f)),
        new("pad folding", static (_, f) => PadFolding.Run(f)),
        new("parameter folding", static (_, f) => ParameterFolding.Run(f)),
        new("block merging", static (_, f) => BlockMerging.Run(f)),
    };

    // Each looks at the whole function.
    private static readonly FunctionPass[] s_improving =
    {
        new("value numbering", static (c, f) => ValueNumbering.Run(f, c.Module.Helpers, c.Module.Globals)),
        new("swapped parameters", static (_, f) => SwappedParameters.Run(f)),
        new("jump threading", static (c, f) => JumpThreading.Run(f, c.View)),
        new("pointer order", static (c, f) => PointerOrder.Run(c, f)),
        new("loop unrolling", static (_, f) => LoopUnrolling.Run(f)),
        new("load forwarding", static (c, f) => LoadForwarding.Run(c, f)),
        new("read arguments", static (c, f) => ReadArguments.Run(c, f)),
        new("dead stores", static (c, f) => DeadStores.Run(c, f)),
        new("conditional folding", static (c, f) => ConditionalFolding.Run(f, c.View)),
        new("empty loops", static (_, f) => EmptyLoops.Run(f)),
        new("packet lengths", static (c, f) => PacketLengths.Run(f, c.Module.Helpers, c.VerifierView, mayWait: !c.FaultsAreExplicit)),
        new("check elimination", static (c, f) => CheckElimination.Run(c, f)),
    };

    private static readonly FunctionPass[] s_packets =
    {
        new("packet fields", static (c, f) => PacketFields.Place(f, c.ProgramKind)),
        new("non-linear packets", static (c, f) => NonLinearPackets.Mark(f, c.ProgramKind)),
    };

    private static readonly FunctionPass[] s_loops =
    {
        new("loop outlining", static (c, f) => LoopOutlining.Run(c, f)),
        new("loop iterators", static (c, f) => LoopIterators.Run(c, f)),
        new("loop limits", static (c, f) => LoopBounds.DropMarks(f, c.VerifierView, VerifierFeatures.DecidesNumbersInBounds(c.Options.TargetKernel))),
    };

    private static readonly FunctionPass[] s_guarding =
    {
        new("map parameters", static (c, f) => MapParameters.Run(c, f)),
        new("helper rules", static (c, f) => HelperRules.Run(c, f)),
        new("section fields", static (c, f) => SectionFields.Run(c, f)),
        new("map rules", static (c, f) => MapRules.Run(c, f)),
        new("stale entries", static (c, f) => StaleEntries.Run(c, f)),
        new("kernel structures", static (c, f) => KernelStructures.Run(c, f)),
        new("element lowering", static (_, f) => ElementLowering.Run(f)),
        new("slot joining", static (c, f) => SlotJoining.Run(c, f)),
        new("pointer offsets", static (c, f) => PointerOffsets.Run(c, f)),
        new("iterator states", static (c, f) => IteratorStates.Run(c, f)),
        new("round results", static (c, f) => RoundResults.Run(c, f)),
        new("converging offsets", static (c, f) => ConvergingOffsets.Run(c, f)),
        new("helper arguments", static (c, f) => HelperArguments.Run(c, f)),
        new("step guards", static (c, f) => StepGuards.Run(c, f)),
        new("region guards", static (c, f) => RegionGuards.Run(c, f)),
        new("loop bounds", static (c, f) => LoopBounds.Run(f, c.VerifierView, VerifierFeatures.DecidesNumbersInBounds(c.Options.TargetKernel))),
        new("size guards", static (c, f) => SizeGuards.Run(c, f)),
        new("access guards", static (c, f) => AccessGuards.Run(c, f, c.ProgramKind)),
        s_improving[0],
        new("implied guards", static (_, f) => ImpliedGuards.Run(f)),
        new("shared pulls", static (c, f) => SharedPulls.Run(c, f)),
        new("locked pulls", static (c, f) => LockedPulls.Run(c, f)),
        new("packet pulls", static (c, f) => PacketPulls.Run(c, f)),
        new("kept references", static (c, f) => PacketPulls.KeepReferences(c, f)),
        new("pad lowering", static (_, f) => PadLowering.Run(f)),
    };

    private static readonly FunctionPass[] s_lowering =
    {
        new("counted calls", static (_, f) => CountedCalls.Run(f)),
        new("stale packets", static (c, f) => StalePackets.Run(c, f)),
        new("slot initialisation", static (c, f) => SlotInitialisation.Run(c, f)),
        new("memory lowering", static (c, f) => MemoryLowering.Run(c, f)),
        // Copies have become reads and writes.
        new("last round results", static (c, f) => RoundResults.Run(c, f)),
        new("signed division lowering", static (c, f) => SignedDivisionLowering.Run(f, c.Options.TargetKernel)),
        new("guard lowering", static (_, f) => GuardLowering.Run(f)),
        new("fault returns", static (_, f) => FaultReturns.Run(f)),
        new("switch lowering", static (_, f) => SwitchLowering.Run(f)),
        new("absence tests", static (c, f) => AbsenceTests.Thread(c, f)),
    };

    private static readonly FunctionPass s_storeMerging = new("store merging", static (c, f) => StoreMerging.Run(c, f));

    private static readonly FunctionPass[] s_finish =
    {
        new("load merging", static (c, f) => LoadMerging.Run(c, f)),
        new("demanded bits", static (c, f) => DemandedBits.Run(f, c.Module.Helpers)),
        new("late swaps", static (_, f) => LateSwaps.Run(f)),
        new("copy merging", static (c, f) => CopyMerging.Run(c, f)),
        s_storeMerging,
        new("word stores", static (c, f) => WordStores.Run(c, f)),
        // With zeros behind a word.
        s_storeMerging,
        new("store covering", static (c, f) => StoreCovering.Run(c, f)),
        // Afterwards the packet's bounds are other values behind a pull, and no pass may take them for the same.
        new("pull lowering", static (c, f) => PullLowering.Run(c, f)),
        new("last map parameters", static (c, f) => MapParameters.Run(c, f)),
        new("region steps", static (c, f) => RegionSteps.Run(c, f)),
        new("step sinking", static (c, f) => StepSinking.Run(c, f)),
        new("packet steps", static (c, f) => PacketSteps.Run(c, f)),
        // What the verifier lacks since passes took a comparison away that said nothing new of what is true.
        new("last step guards", static (c, f) => LastStepGuards.Run(c, f)),
        new("last access guards", static (c, f) => AccessGuards.Run(c, f, c.ProgramKind)),
        new("last region guards", static (c, f) => RegionGuards.Run(c, f)),
        new("last guard lowering", static (_, f) => GuardLowering.Run(f)),
        new("last fault returns", static (_, f) => FaultReturns.Run(f)),
        new("iterator ends", static (_, f) => IteratorEnds.Run(f)),
        s_tidying[0],
        new("verifier cost", static (c, f) => VerifierCost.Run(c, f)),
        new("dynptr slots", static (c, f) => DynptrSlots.Run(c, f)),
        new("held references", static (c, f) => HeldReferences.Run(c, f)),
        new("safety check", static (c, f) => SafetyCheck.Run(c, f)),
        new("counted absences", static (c, f) => AbsenceTests.Count(c, f)),
    };

    private readonly CompilationContext _context;
    private readonly IrFunction _function;
    private readonly Dictionary<FunctionPass, int> _doneAt = new();
    private IrStage _stage = IrStage.Flat;
    private int _version;

    private PassPipeline(CompilationContext context, IrFunction function)
    {
        _context = context;
        _function = function;
    }

    /// <summary>All passes, in the order of their first run.</summary>
    internal static IReadOnlyList<string> Names { get; } =
        s_packets.Concat(s_tidying).Concat(s_improving).Concat(s_guarding).Concat(s_lowering).Concat(s_finish).Select(static p => p.Name).Distinct().ToArray();

    /// <summary>Passes that make code smaller and prove less where they are left out.</summary>
    internal static IReadOnlyList<string> OptionalNames { get; } = s_tidying.Concat(s_improving).Select(static p => p.Name).ToArray();

    /// <summary>Flat to safe, in place.</summary>
    public static void Run(CompilationContext context, IrFunction function)
    {
        var pipeline = new PassPipeline(context, function);
        context.FaultsAreExplicit = false;
        if (!function.PacketsAreChecked)
            pipeline.Run(s_packets);
        function.PacketsAreChecked = true;
        pipeline.Simplify();
        if (pipeline.Run(s_loops))
            pipeline.Simplify();
        pipeline.Run(s_guarding);
        context.FaultsAreExplicit = true;
        pipeline._version++;
        pipeline.Simplify();
        pipeline.Run(s_lowering);
        pipeline._stage = IrStage.Safe;
        pipeline.Simplify();
        pipeline.Run(s_finish);
    }

    /// <summary>Only what makes a function smaller: before it is copied to where it is called. Which programs that will be is not known yet.</summary>
    public static void Tidy(CompilationContext context, IrFunction function)
    {
        context.FaultsAreExplicit = false;
        context.IsLengthSeen = context.IsLengthSeenSomewhere;
        new PassPipeline(context, function).Repeat(s_tidying);
    }

    private void Simplify()
    {
        for (int round = 0; round < MaxRounds; round++)
        {
            Repeat(s_tidying);
            if (!Run(s_improving))
                break;
        }

        Run(s_tidying[0]);
    }

    private void Repeat(IReadOnlyList<FunctionPass> passes)
    {
        for (int round = 0; round < MaxRounds; round++)
        {
            if (!Run(passes))
                break;
        }
    }

    private bool Run(IReadOnlyList<FunctionPass> passes)
    {
        bool changed = false;
        foreach (FunctionPass pass in passes)
            changed |= Run(pass);
        return changed;
    }

    private bool Run(FunctionPass pass)
    {
        _context.Cancellation.ThrowIfCancellationRequested();
        // Nothing has changed since it last found nothing to do.
        if (_doneAt.TryGetValue(pass, out int version) && version == _version)
            return false;
        if (_context.Options.Hooks?.Skips(pass.Name) == true)
            return false;
        bool changed = pass.Run(_context, _function);
        if (changed)
            _version++;
        else
            _doneAt[pass] = _version;
        if (_context.Options.VerifyPasses)
            IrVerifier.Require(_function, _stage, pass.Name);
        _context.PassObserver?.Invoke(pass.Name, _function);
        if (_context.Options.Hooks?.AfterPass(pass.Name, changed, _function) == true)
            _version++;
        return changed;
    }
}
