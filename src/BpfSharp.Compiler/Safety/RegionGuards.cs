using System;
using System.Collections.Generic;
using System.Linq;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Ir.Analysis;
using BpfSharp.Compiler.Passes;

namespace BpfSharp.Compiler.Safety;

/// <summary>
/// An access to a local, map value or global must lie within it in a way that the verifier sees. Where the steps that lead there are not bounded enough, their sum
/// is compared right before the access, and the step done anew behind the comparison. Not where the step is: taking a slice is no fault, only its use.
/// </summary>
internal sealed class RegionGuards
{
    private readonly CompilationContext _context;
    private readonly IrFunction _function;
    private readonly Provenance _provenance;
    private readonly Regions _regions;
    private readonly ConditionalRanges _ranges;

    private RegionGuards(CompilationContext context, IrFunction function)
    {
        _context = context;
        _function = function;
        _provenance = new Provenance(function, context.Module.Helpers);
        _regions = new Regions(context, _provenance);
        var flow = new ControlFlow(function);
        _ranges = new ConditionalRanges(function, flow, new Dominators(flow), context.VerifierView);
    }

    public static bool Run(CompilationContext context, IrFunction function) => new RegionGuards(context, function).Run();

    private bool Run()
    {
        bool changed = false;
        foreach (IrBlock block in _function.Blocks)
        {
            for (int i = 0; i < block.Instructions.Count; i++)
            {
                foreach (MemoryAccess access in MemoryAccess.Of(block.Instructions[i], _context).ToList())
                {
                    List<IrInstruction> added = Guard(access);
                    block.Instructions.InsertRange(i, added);
                    i += added.Count;
                    changed |= added.Count != 0;
                }
            }
        }

        return changed;
    }

    private List<IrInstruction> Guard(MemoryAccess access)
    {
        var added = new List<IrInstruction>();
        RegionPath path = RegionPath.To(access.Pointer);
        if (path.IsConstant || !RegionPath.IsRegion(_provenance.KindOf(path.Start)))
            return added;
        if (_regions.SizeOf(path.Start) is not { } size || path.IsInside(access.Size, size, s => _ranges.Get(s.Operands[1], s)))
            return added;
        // In memory of several sizes one bound would refuse what is in range of the larger.
        if (!_regions.IsUniform(path.Start))
            return added;

        int span = access.Instruction.Span;
        long offset = path.Offset;
        IrValue distance = Distance(path.Steps, Math.Min(offset, 0), span, added);
        offset = Math.Max(offset, 0);
        long limit = Math.Max(0, size - access.Size - offset + 1);
        var fits = new IrInstruction(IrOp.LtU, IrType.I32, distance, new IrConstant(distance.Type, limit)) { Span = span };
        added.Add(fits);
        added.Add(new IrInstruction(IrOp.Guard, IrType.Void, fits) { Immediate = (int)FaultKind.IndexOutOfRange, Span = span });
        // Behind the comparison: the verifier bounds the register that was compared, and copies made afterwards.
        IrValue wide = distance.Type == IrType.I64 ? distance : Emit(added, IrOp.ZExt, IrType.I64, span, distance);
        IrInstruction pointer = Emit(added, IrOp.PtrAdd, IrType.Ptr, span, path.Start, wide);
        access.Instruction.Operands[access.Operand] = offset == 0 ? pointer : Emit(added, IrOp.PtrAdd, IrType.Ptr, span, pointer, IrConstant.I64(offset));
        return added;
    }

    // The sum of the variable steps. A single index that was widened is compared as it is: below the limit it is not negative, and zero extension is free.
    private static IrValue Distance(IReadOnlyList<IrInstruction> steps, long offset, int span, List<IrInstruction> added)
    {
        List<IrValue> variable = steps.Select(static s => s.Operands[1]).Where(static d => d is not IrConstant).ToList();
        if (variable.Count == 1 && offset == 0)
            return variable[0] is IrInstruction { Op: IrOp.SExt or IrOp.ZExt } conversion ? conversion.Operands[0] : variable[0];
        IrValue sum = variable[0];
        foreach (IrValue next in variable.Skip(1))
            sum = Emit(added, IrOp.Add, IrType.I64, span, sum, next);
        return offset == 0 ? sum : Emit(added, IrOp.Add, IrType.I64, span, sum, IrConstant.I64(offset));
    }

    private static IrInstruction Emit(List<IrInstruction> added, IrOp op, IrType type, int span, params IrValue[] operands)
    {
        var instruction = new IrInstruction(op, type, operands) { Span = span };
        added.Add(instruction);
        return instruction;
    }
}
