namespace BpfSharp.Compiler.Ir.Analysis;

/// <summary>Which instructions may end the program: those that say so, and those before which the safety passes may put a guard.</summary>
public static class Faulting
{
    public static bool MayFault(IrInstruction instruction) => instruction.Op switch
    {
        IrOp.Guard or IrOp.LoopLimit or IrOp.Fault or IrOp.Resume or IrOp.Call or IrOp.CallConstrained or IrOp.CallSubprogram or IrOp.Helper => true,
        // Of a packet that is not linear a check may fault.
        IrOp.PktFits => true,
        IrOp.Elem or IrOp.PtrAdd => instruction.Operands[1] is not IrConstant,
        IrOp.Load or IrOp.Store or IrOp.Zero or IrOp.Atomic => !IsAlwaysThere(instruction.Operands[0]),
        IrOp.Copy => !IsAlwaysThere(instruction.Operands[0]) || !IsAlwaysThere(instruction.Operands[1]),
        _ => false,
    };

    /// <summary>Changes what another instruction, or a pad, may read.</summary>
    public static bool Writes(IrInstruction instruction) =>
        instruction.Op is IrOp.Store or IrOp.Zero or IrOp.Copy or IrOp.Atomic or IrOp.CtxStore or IrOp.Helper or IrOp.Call or IrOp.CallConstrained
        or IrOp.CallSubprogram;

    private static bool IsAlwaysThere(IrValue pointer)
    {
        while (pointer is IrInstruction { Op: IrOp.Field } or IrInstruction { Op: IrOp.PtrAdd or IrOp.Elem, Operands: [_, IrConstant] })
            pointer = ((IrInstruction)pointer).Operands[0];
        return pointer is IrInstruction { Op: IrOp.Slot or IrOp.GlobalAddr };
    }
}
