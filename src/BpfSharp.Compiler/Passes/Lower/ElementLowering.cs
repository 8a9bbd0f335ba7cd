using System.Collections.Generic;
using BpfSharp.Compiler.Ir;

namespace BpfSharp.Compiler.Passes.Lower;

/// <summary>An element's address becomes a step by a product, whose range the safety passes can see.</summary>
public static class ElementLowering
{
    public static bool Run(IrFunction function)
    {
        var map = new ValueMap();
        foreach (IrBlock block in function.Blocks)
        {
            for (int i = 0; i < block.Instructions.Count; i++)
            {
                IrInstruction element = block.Instructions[i];
                if (element.Op != IrOp.Elem)
                    continue;
                var parts = new List<IrInstruction>();
                IrInstruction Emit(IrOp op, IrType type, params IrValue[] operands)
                {
                    var part = new IrInstruction(op, type, operands) { Span = element.Span };
                    parts.Add(part);
                    return part;
                }

                IrValue index = element.Operands[1];
                if (index.Type == IrType.I32)
                    index = Emit(IrOp.SExt, IrType.I64, index);
                if (element.Immediate != 1)
                    index = Emit(IrOp.Mul, IrType.I64, index, IrConstant.I64(element.Immediate));
                map.Replace(element, Emit(IrOp.PtrAdd, IrType.Ptr, element.Operands[0], index));
                block.Instructions.RemoveAt(i);
                block.Instructions.InsertRange(i, parts);
                i += parts.Count - 1;
            }
        }

        map.Apply(function);
        return map.Count != 0;
    }
}
