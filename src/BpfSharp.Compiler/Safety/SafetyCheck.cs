using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Ir.Analysis;
using BpfSharp.Compiler.Passes;

namespace BpfSharp.Compiler.Safety;

/// <summary>
/// The last word before code generation: every access leads to memory that is known, there, and large enough, in a way that the verifier follows.
/// What is not proven here is reported, never generated.
/// </summary>
internal sealed class SafetyCheck
{
    private const long MaxPacketOffset = 0xffff;

    // BPF_MAX_VAR_OFF: beyond it the verifier refuses the very sum.
    private const long MaxPointerOffset = 1L << 29;

    private readonly CompilationContext _context;
    private readonly IrFunction _function;
    private readonly Provenance _provenance;
    private readonly Regions _regions;
    private readonly ConditionalRanges _ranges;
    private readonly PointerReach _reach;
    private readonly ControlFlow _flow;
    private readonly HashSet<(string, int)> _reported = new();

    private SafetyCheck(CompilationContext context, IrFunction function)
    {
        _context = context;
        _function = function;
        _provenance = new Provenance(function, context.Module.Helpers);
        _regions = new Regions(context, _provenance);
        _flow = new ControlFlow(function);
        _ranges = new ConditionalRanges(function, _flow, new Dominators(_flow), context.VerifierView);
        _reach = new PointerReach(_ranges, _flow);
    }

    public static bool Run(CompilationContext context, IrFunction function)
    {
        new SafetyCheck(context, function).Run();
        return false;
    }

    private void Run()
    {
        var facts = new FactFlow(_flow);
        foreach (IrBlock block in _flow.ReversePostorder)
        {
            Facts known = facts.AtEntry(block);
            foreach (IrInstruction instruction in block.Instructions)
            {
                Check(instruction, known);
                FactFlow.Step(known, instruction);
            }
        }
    }

    private void Check(IrInstruction instruction, Facts known)
    {
        if (instruction.Op is IrOp.CtxLoad or IrOp.CtxStore && _provenance.KindOf(instruction.Operands[0]) != PointerKind.Context)
            Report("BPF3012", instruction.Span);
        // Where nothing is read, the verifier still follows the pointer that is compared.
        if (instruction.Op == IrOp.PktFits && _provenance.KindOf(instruction.Operands[0]) == PointerKind.Packet && _reach.Of(instruction.Operands[0]) is not { Min: > -MaxPointerOffset, Max: < MaxPointerOffset })
            Report("BPF3017", instruction.Span);
        if (instruction.Op == IrOp.Atomic && _provenance.KindOf(instruction.Operands[0]) == PointerKind.Packet)
            Report("BPF3015", instruction.Span);
        if (instruction.Op == IrOp.Helper && _context.Module.Helpers[instruction.Symbol!].Arguments.Contains(IrHelperArgument.Map) && MemoryAccess.MapOf(instruction, _context) is null)
            Report("BPF3016", instruction.Span);
        if (MemoryAccess.MapOperand(instruction, _context) is { } map && _provenance.MayBeNull(map) && !known.IsThere(map))
            Report("BPF3014", instruction.Span);
        CheckReference(instruction, known);
        foreach (MemoryAccess access in MemoryAccess.Of(instruction, _context))
            Check(access, known);
        if (instruction.Op == IrOp.Store && instruction.Operands[1].Type == IrType.Ptr)
            CheckStoredPointer(instruction);
    }

    private void Check(MemoryAccess access, Facts known)
    {
        int span = access.Instruction.Span;
        PointerParts parts = PointerParts.Of(access.Pointer);
        if (_provenance.MayBeNull(access.Pointer) && !known.IsThere(access.Pointer))
            Report("BPF3014", span);
        switch (_provenance.KindOf(access.Pointer))
        {
            case PointerKind.Packet:
                if (access.Size > 0 && (parts.Offset < 0 || known.PacketBytes(parts.Base) < parts.Offset + access.Size))
                    Report("BPF3013", span);
                CheckPacketOffset(access);
                break;
            case PointerKind.MapValue or PointerKind.Stack or PointerKind.Global:
                CheckRegion(access);
                break;
            // Other accesses than loads are reported by KernelStructures.
            case PointerKind.Kernel:
                CheckRegion(access);
                break;
            case PointerKind.Null:
                break;
            default:
                Report("BPF3012", span);
                break;
        }
    }

    // What is released is looked at by HeldReferences.
    private void CheckReference(IrInstruction call, Facts known)
    {
        if (call.Op != IrOp.Helper || _context.Module.Helpers[call.Symbol!] is not { } helper || (helper.Effects & (IrHelperEffects.Releases | IrHelperEffects.Locks)) != 0)
            return;
        int index = helper.Arguments.FindIndex(static a => a is IrHelperArgument.Reference or IrHelperArgument.Timer);
        if (index >= 0 && helper.Arguments[index] == IrHelperArgument.Timer)
            CheckTimer(call, call.Operands[index]);
        if (index >= 0 && _provenance.MayBeNull(call.Operands[index]) && !known.IsThere(call.Operands[index]))
            Report("BPF3014", call.Span);
    }

    // process_timer_func: in place in a value, and of the map that is named.
    private void CheckTimer(IrInstruction call, IrValue timer)
    {
        PointerParts parts = PointerParts.Of(timer);
        IrMap? map = MemoryAccess.MapOf(call, _context);
        foreach (IrValue origin in _provenance.Origins(parts.Base))
        {
            if (!KernelFields.Of(_context, _function, origin).Any(f => f.Kind == KernelFields.Timer && f.Offset == parts.Offset))
                Report("BPF3048", call.Span, "it is none of a map's value in place: use a reference to the value (the indexer, TryGetRef), no copy of it");
            else if (map is not null && (origin is not IrInstruction { Op: IrOp.Helper } lookup || MemoryAccess.MapOf(lookup, _context) != map))
                Report("BPF3048", call.Span, $"it is no timer of a value that was found in '{map.Name}' here");
        }
    }

    private void CheckPacketOffset(MemoryAccess access)
    {
        if (_reach.Of(access.Pointer) is not { } reach || reach.Min < 0 || reach.Max + access.Size > MaxPacketOffset)
            Report("BPF3017", access.Instruction.Span);
    }

    private void CheckRegion(MemoryAccess access)
    {
        if (access.IsWrite && _provenance.Origins(access.Pointer).Exists(IsConstantData))
            Report("BPF3072", access.Instruction.Span);
        if (access is { Size: 0, Argument: IrHelperArgument.ReadMemory or IrHelperArgument.ReadMemoryOrPacket or IrHelperArgument.WriteMemory or IrHelperArgument.ReadWriteMemory })
        {
            CheckArgumentSize(access);
            return;
        }

        CheckKernelFields(access);
        if (_regions.SizeOf(access.Pointer) is not { } size)
            Report("BPF3012", access.Instruction.Span);
        else if (_reach.Of(access.Pointer) is not { } reach || reach.Min < 0 || reach.Max + access.Size > size)
            Report("BPF3013", access.Instruction.Span);
    }

    private void CheckArgumentSize(MemoryAccess access)
    {
        IrInstruction call = access.Instruction;
        if (_regions.SizeOf(access.Pointer) is not { } size)
            Report("BPF3012", call.Span);
        else if (_reach.Of(access.Pointer) is not { Min: >= 0 } reach
            || ArgumentSizes.Largest(_context.Module.Helpers[call.Symbol!], call, access.Operand, _ranges) is not { } bytes || reach.Max + bytes > size)
            Report("BPF3071", call.Span, call.Symbol!, size.ToString(CultureInfo.InvariantCulture));
    }

    private bool IsConstantData(IrValue origin) =>
        origin is IrInstruction { Op: IrOp.GlobalAddr } address && _context.Module.Globals.Find(g => g.Name == address.Symbol) is { IsConstant: true };

    // check_map_access
    private void CheckKernelFields(MemoryAccess access)
    {
        foreach (IrValue origin in _provenance.Origins(access.Pointer))
        {
            foreach (KernelField field in KernelFields.Of(_context, _function, origin))
            {
                if (_reach.Of(access.Pointer) is { } reach && reach.Min < field.Offset + field.Size && reach.Max + access.Size > field.Offset)
                    Report("BPF3044", access.Instruction.Span);
            }
        }
    }

    // The verifier keeps track of pointers on the stack only; in shared memory they would be a leak.
    private void CheckStoredPointer(IrInstruction store)
    {
        PointerKind kind = _provenance.KindOf(store.Operands[1]);
        if (kind != PointerKind.Null && _provenance.KindOf(store.Operands[0]) != PointerKind.Stack)
            Report("BPF3018", store.Span);
    }

    private void Report(string id, int span, params string[] arguments)
    {
        if (_reported.Add((id, span)))
            _context.Report(id, span, arguments);
    }
}
