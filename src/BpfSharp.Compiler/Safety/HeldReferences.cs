using System.Collections.Generic;
using System.Linq;
using BpfSharp.Compiler.Diagnostics;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Ir.Analysis;
using BpfSharp.Compiler.Passes;

namespace BpfSharp.Compiler.Safety;

/// <summary>
/// Reservations, locks and other references that the kernel counts: what is acquired must be released on every way (<c>check_reference_leak</c>),
/// must not be used afterwards, and under a lock nothing may be called.
/// </summary>
internal sealed class HeldReferences
{
    private readonly CompilationContext _context;
    private readonly ControlFlow _flow;
    private readonly FactFlow _facts;
    private readonly Provenance _provenance;
    private readonly HoldingFlow _held;
    private readonly HashSet<(string Id, int Span)> _reported = new();

    private HeldReferences(CompilationContext context, IrFunction function)
    {
        _context = context;
        _flow = new ControlFlow(function);
        _facts = new FactFlow(_flow);
        _provenance = new Provenance(function, context.Module.Helpers);
        _held = new HoldingFlow(context, _flow);
    }

    public static bool Run(CompilationContext context, IrFunction function)
    {
        if (HoldingFlow.Matters(context, function))
            new HeldReferences(context, function).Run();
        return false;
    }

    private void Run()
    {
        foreach (IrBlock block in _flow.ReversePostorder)
        {
            Holdings state = _held.Join(block);
            Facts facts = _facts.AtEntry(block);
            foreach (IrInstruction instruction in block.Instructions)
            {
                Check(instruction, state, facts);
                _held.Step(instruction, state);
                FactFlow.Step(facts, instruction);
            }
        }
    }

    private void Check(IrInstruction instruction, Holdings state, Facts facts)
    {
        CheckUses(instruction, state);
        if (instruction.Op is IrOp.Ret or IrOp.Fault or IrOp.Resume)
            ReportHeld(instruction, state, instruction.Op == IrOp.Ret ? "by a return" : "by a fault");
        if (instruction.Op is not (IrOp.Helper or IrOp.CallSubprogram))
            return;
        IrHelperEffects effects = instruction.Op == IrOp.Helper ? _held.EffectsOf(instruction) : IrHelperEffects.None;
        if ((effects & IrHelperEffects.MayNotReturn) != 0)
            ReportHeld(instruction, state, "by a tail call");
        if (state.Held.FirstOrDefault(_held.IsLock) is { } locked && ((effects & IrHelperEffects.Releases) == 0 || !state.HoldersOf(_held.ReferenceOf(instruction)!).Contains(locked)))
            Report("BPF3043", instruction.Span, locked.Span, Name(instruction));
        else if ((effects & IrHelperEffects.Releases) != 0 && _held.ReferenceOf(instruction) is { } released)
            CheckRelease(instruction, released, state, facts);
        if ((effects & IrHelperEffects.Locks) != 0 && !IsLockOfMap(_held.ReferenceOf(instruction)!))
            Report("BPF3045", instruction.Span, -1);
        else if ((effects & IrHelperEffects.Locks) != 0 && IsGiven(_held.ReferenceOf(instruction)!) && !VerifierFeatures.LocksGivenEntries(_context.Options.TargetKernel))
            Report("BPF3090", instruction.Span, -1, _context.Options.TargetKernel.ToString(2));
        // Taken anew in a loop while the one of the round before is held.
        if ((effects & IrHelperEffects.Acquires) != 0 && state.IsHeld(instruction))
            Report("BPF3040", instruction.Span, -1, instruction.Symbol!, "in the next round of the loop");
    }

    private void CheckRelease(IrInstruction release, IrValue released, Holdings state, Facts facts)
    {
        bool mayBeAbsent = state.HolderOf(released) is { } holder && !_held.IsLock(holder) && _provenance.MayBeNull(released) && !facts.IsNotNull(released);
        if (state.HolderOf(released) is null || mayBeAbsent)
            Report("BPF3041", release.Span, state.ReleaseOf(released)?.Span ?? -1, release.Symbol!);
    }

    private void CheckUses(IrInstruction instruction, Holdings state)
    {
        foreach (MemoryAccess access in MemoryAccess.Of(instruction, _context))
        {
            IrValue origin = access.Pointer;
            while (origin is IrInstruction { Op: IrOp.PtrAdd } step)
                origin = step.Operands[0];
            // A local in which the kernel kept what it knows of room is a local again: the next round's room is made in it.
            if (!access.IsWrite || access.Argument is not (null or IrHelperArgument.DynptrOut) || origin is not IrInstruction { Op: IrOp.Slot })
                CheckStale(instruction, origin, state);
        }

        // A helper that is given a reference looks at it as well.
        if (instruction.Op == IrOp.Helper && (_held.EffectsOf(instruction) & (IrHelperEffects.Releases | IrHelperEffects.Locks)) == 0 && _held.ReferenceOf(instruction) is { } given)
            CheckStale(instruction, given, state);
    }

    private void CheckStale(IrInstruction use, IrValue reference, Holdings state)
    {
        if (state.ReleaseOf(reference) is { } release && !IsUnlock(release))
            Report("BPF3042", use.Span, release.Span, release.Symbol!);
    }

    private void ReportHeld(IrInstruction end, Holdings state, string how)
    {
        foreach (IrInstruction acquired in state.Held)
            Report("BPF3040", acquired.Span, end.Span, acquired.Symbol!, how);
    }

    private bool IsLockOfMap(IrValue pointer)
    {
        PointerParts parts = PointerParts.Of(pointer);
        return _provenance.Origins(parts.Base).TrueForAll(o => KernelFields.Of(_context, _provenance.Function, o).Any(f => f.Kind == KernelFields.Lock && f.Offset == parts.Offset));
    }

    // By the kernel to a callback, not found by the program itself.
    private bool IsGiven(IrValue pointer) => _provenance.Origins(PointerParts.Of(pointer).Base).Exists(static o => o is IrParameter);

    // What was locked may be used further, unlike what was given back.
    private bool IsUnlock(IrInstruction release) => _provenance.KindOf(_held.ReferenceOf(release)!) == PointerKind.MapValue && !_provenance.Origins(_held.ReferenceOf(release)!).Exists(IsAcquired);

    private bool IsAcquired(IrValue origin) => origin is IrInstruction { Op: IrOp.Helper } call && (_held.EffectsOf(call) & IrHelperEffects.Acquires) != 0;

    private string Name(IrInstruction call) => call.Op == IrOp.Helper ? call.Symbol! : _context.Module.Functions[call.Symbol!].Name;

    private void Report(string id, int span, int related, params string[] arguments)
    {
        if (_reported.Add((id, span)))
            _context.Diagnostics.Add(new CompilerDiagnostic(id, span, arguments) { RelatedSpans = related >= 0 ? new[] { related } : new int[0] });
    }
}
