using System;
using System.Collections.Generic;
using System.Linq;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Ir.Analysis;

namespace BpfSharp.Compiler.Safety;

/// <summary>The steps from where a local, map value or global begins (or from what may be one of several) to where it is accessed, the last one first.</summary>
internal readonly record struct RegionPath(IrValue Start, IReadOnlyList<IrInstruction> Steps)
{
    public bool IsConstant => Steps.All(static s => s.Operands[1] is IrConstant);

    /// <summary>Sum of the constant steps, in bytes.</summary>
    public long Offset => Steps.Sum(static s => s.Operands[1] is IrConstant constant ? constant.Value : 0);

    public static RegionPath To(IrValue pointer)
    {
        var steps = new List<IrInstruction>();
        for (; pointer is IrInstruction { Op: IrOp.PtrAdd } step; pointer = step.Operands[0])
            steps.Add(step);
        return new RegionPath(pointer, steps);
    }

    public static bool IsRegion(PointerKind kind) => kind is not (PointerKind.Packet or PointerKind.PacketEnd or PointerKind.Context or PointerKind.Map);

    /// <param name="bytes">Size of the access.</param>
    /// <param name="size">Size of the region.</param>
    /// <param name="range">What is known of a step's distance.</param>
    public bool IsInside(int bytes, long size, Func<IrInstruction, ValueRange> range)
    {
        decimal least = 0;
        decimal most = bytes;
        foreach (IrInstruction step in Steps)
        {
            ValueRange distance = range(step);
            least += distance.SMin;
            most += distance.SMax;
        }

        return least >= 0 && most <= size;
    }
}
