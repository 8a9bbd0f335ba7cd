using System.Collections.Generic;
using System.Linq;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Passes;

namespace BpfSharp.Compiler.Safety;

/// <summary>Sizes of what pointers lead into.</summary>
internal sealed class Regions
{
    private readonly CompilationContext _context;
    private readonly Provenance _provenance;

    public Regions(CompilationContext context, Provenance provenance)
    {
        _context = context;
        _provenance = provenance;
    }

    /// <summary>Bytes of the local, global or map value, counted from where it begins; the smallest where it may be one of several. Null where there is no fixed size.</summary>
    public long? SizeOf(IrValue pointer)
    {
        long? size = null;
        foreach (IrValue origin in _provenance.Origins(pointer))
        {
            if (origin is IrConstant)
                continue;
            if (SizeOfOrigin(origin) is not { } next)
                return null;
            size = size is null || next < size ? next : size;
        }

        return size;
    }

    /// <summary>The same for all memory that the pointer may lead into: what is in range there does not depend on the way.</summary>
    public bool IsUniform(IrValue pointer) => _provenance.Origins(pointer).Where(static o => o is not IrConstant).Select(SizeOfOrigin).Distinct().Count() == 1;

    private long? SizeOfOrigin(IrValue origin)
    {
        if (origin is IrParameter or IrInstruction { Op: IrOp.Captured })
            return _provenance.Function.InfoOf(origin) is { Pointee: IrPointee.Stack or IrPointee.Region } info ? info.Bytes : null;
        if (origin is not IrInstruction instruction)
            return null;
        switch (instruction.Op)
        {
            case IrOp.Slot:
                return instruction.Immediate;
            case IrOp.GlobalAddr:
                return _context.Module.Globals.Find(g => g.Name == instruction.Symbol) is { } global ? _context.Layouts.SizeOf(global.Type) : null;
            case IrOp.CtxLoad:
                return _context.Module.ContextFields.TryGetValue(instruction.Symbol!, out IrContextField? field) && field.ResultBytes != 0 ? field.ResultBytes : null;
            case IrOp.Helper when _context.Module.Helpers[instruction.Symbol!] is { ResultBytes: not 0 and var bytes }:
                return bytes;
            case IrOp.Helper when (_context.Module.Helpers[instruction.Symbol!] is var helper) && (helper.Effects & IrHelperEffects.ReturnsMemory) != 0:
                int size = helper.Arguments.IndexOf(IrHelperArgument.Size);
                return size >= 0 && instruction.Operands[size] is IrConstant constant ? constant.Value : null;
            case IrOp.Helper:
                return MemoryAccess.MapOf(instruction, _context) is { Value.Kind: not IrTypeKind.Void } map ? _context.Layouts.SizeOf(map.Value) : null;
            default:
                return null;
        }
    }
}
