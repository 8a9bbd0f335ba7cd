using System.Collections.Generic;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Ir.Analysis;
using BpfSharp.Compiler.Passes;

namespace BpfSharp.Compiler.Safety;

/// <summary>Before every access that is not proven: a guard that the packet reaches so far, or that the map value is there. What an earlier check proves is not checked again.</summary>
internal sealed class AccessGuards
{
    private const long MaxPacketOffset = 0xffff;

    private readonly CompilationContext _context;
    private readonly IrFunction _function;
    private readonly string _kind;
    private readonly Provenance _provenance;
    private List<IrInstruction> _output = new();
    private Facts _facts = new();
    private bool _changed;

    private AccessGuards(CompilationContext context, IrFunction function, string kind)
    {
        _context = context;
        _function = function;
        _kind = kind;
        _provenance = new Provenance(function, context.Module.Helpers);
    }

    /// <param name="kind">The program's kind: its context tells where the packet ends.</param>
    public static bool Run(CompilationContext context, IrFunction function, string kind) => new AccessGuards(context, function, kind).Run();

    private bool Run()
    {
        var flow = new ControlFlow(_function);
        var facts = new FactFlow(flow);
        foreach (IrBlock block in flow.ReversePostorder)
        {
            _facts = facts.Join(block);
            _output = new List<IrInstruction>(block.Instructions.Count);
            foreach (IrInstruction instruction in block.Instructions)
            {
                Check(instruction);
                _output.Add(instruction);
                FactFlow.Step(_facts, instruction);
            }

            block.Instructions.Clear();
            block.Instructions.AddRange(_output);
            facts.Update(block, _facts);
        }

        return _changed;
    }

    private void Check(IrInstruction instruction)
    {
        // The verifier refuses arithmetic on a pointer that may be null.
        if (instruction.Op == IrOp.PtrAdd && instruction.Operands[1] is not IrConstant)
            RequireValue(instruction.Operands[0], instruction.Span);
        if (MemoryAccess.MapOperand(instruction, _context) is { } map)
            RequireValue(map, instruction.Span);
        foreach (MemoryAccess access in MemoryAccess.Of(instruction, _context))
        {
            RequireValue(access.Pointer, instruction.Span);
            if (_provenance.KindOf(access.Pointer) == PointerKind.Packet && access.Size > 0)
                RequirePacket(access.Pointer, access.Size, instruction.Span);
        }
    }

    private void RequireValue(IrValue pointer, int span)
    {
        IrValue origin = PointerParts.Of(pointer).Base;
        // Behind a variable step there was a check already, before the step.
        if (origin is IrInstruction { Op: IrOp.PtrAdd } || !_provenance.MayBeNull(origin) || _facts.IsNotNull(origin))
            return;
        AddGuard(Emit(IrOp.Ne, IrType.I32, span, origin, IrConstant.Null()), FaultKind.NullReference, span);
    }

    private void RequirePacket(IrValue pointer, int size, int span)
    {
        if (_facts.IsInPacket(pointer, size))
            return;
        PointerParts parts = PointerParts.Of(pointer);
        if (parts.Offset < 0 || parts.Offset + size > MaxPacketOffset)
        {
            // No linear packet reaches so far, and the verifier refuses the very address.
            AddGuard(IrConstant.I32(0), FaultKind.IndexOutOfRange, span);
            return;
        }

        if (!PacketFields.TryLoadEnd(_kind, _function.Context, span, out IrInstruction end))
            return;
        _output.Add(end);
        AddGuard(Emit(IrOp.PktFits, IrType.I32, span, parts.Base, end, IrConstant.I32((int)(parts.Offset + size))), FaultKind.IndexOutOfRange, span);
    }

    private IrInstruction Emit(IrOp op, IrType type, int span, params IrValue[] operands)
    {
        var instruction = new IrInstruction(op, type, operands) { Span = span };
        _output.Add(instruction);
        return instruction;
    }

    private void AddGuard(IrValue condition, FaultKind kind, int span)
    {
        var guard = new IrInstruction(IrOp.Guard, IrType.Void, condition) { Immediate = (int)kind, Span = span };
        _output.Add(guard);
        FactFlow.Step(_facts, guard);
        _changed = true;
    }
}
