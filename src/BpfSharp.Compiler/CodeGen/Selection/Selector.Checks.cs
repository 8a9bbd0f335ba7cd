using System.Collections.Generic;
using BpfSharp.Compiler.CodeGen.Machine;
using BpfSharp.Compiler.Ir;
using BpfSharp.Objects.Instructions;

namespace BpfSharp.Compiler.CodeGen.Selection;

// Checks of the packet's end.
internal sealed partial class Selector
{
    // Further on the register may be wanted for something else.
    private const int MaxBetweenChecks = 24;

    // The register that a later check steps on from, by the block that ends with the earlier one. Blocks are selected from the last to the first.
    private readonly Dictionary<IrBlock, int> _ends = new();

    private bool _isTerminator;

    // The end of what is wanted, compared with the end of the packet. The verifier gives the range to all pointers with the identity of the compared one:
    // those that constants were added to or that were copied.
    private MachineInstruction EmitFits(Comparison comparison)
    {
        IrValue size = comparison.Fits!.Operands[2];
        if (!_isTerminator || !_ends.TryGetValue(_block, out int end))
            end = Function.NewRegister();
        int limit = Use(comparison.Right);
        Address address = AddressOf(comparison.Left);
        if (size is not IrConstant constant)
        {
            int distance = Use(size);
            PlaceAddress(end, address);
            Emit(Make.Alu(BpfAluOp.Add, wide: true, end, distance));
        }
        else if (EarlierCheck(address, constant.Value) is { } earlier)
        {
            if (!_ends.TryGetValue(earlier.Block, out int before))
                _ends.Add(earlier.Block, before = Function.NewRegister());
            Emit(Make.Move(end, before));
            Emit(Make.AluImmediate(BpfAluOp.Add, wide: true, end, earlier.Distance));
        }
        else
        {
            PlaceAddress(end, address with { Offset = address.Offset + constant.Value });
        }

        return new MachineInstruction(MachineOp.Branch) { Condition = comparison.Condition, Wide = true, Destination = end, Source = limit, Span = _span };
    }

    // The check before this one, on the only way here: the end that it compared, and how far behind it the one that is wanted now lies.
    private (IrBlock Block, long Distance)? EarlierCheck(Address address, long size)
    {
        if (address.Base is null)
            return null;
        IrBlock block = _block;
        int between = 0;
        if (!IsQuiet(block, block.Instructions.Count, ref between))
            return null;
        while (!ReferenceEquals(block, _flow.Function.Entry) && _flow.Predecessors(block).Count == 1)
        {
            block = _flow.Predecessors(block)[0].From;
            IrInstruction terminator = block.Terminator;
            if (terminator.Op == IrOp.BrIf && terminator.Operands[0] is IrInstruction { Op: IrOp.PktFits } check && block.Instructions.Contains(check))
            {
                Address before = AddressOf(check.Operands[0]);
                bool isBehind = ReferenceEquals(before.Base, address.Base) && check.Operands[2] is IrConstant;
                long distance = isBehind ? address.Offset + size - before.Offset - ((IrConstant)check.Operands[2]).Value : 0;
                return distance > 0 && IsQuiet(block, block.Instructions.Count - 1 - block.Instructions.IndexOf(check), ref between) ? (block, distance) : null;
            }

            if (!IsQuiet(block, block.Instructions.Count, ref between))
                return null;
        }

        return null;
    }

    // The last instructions of a block leave registers alone.
    private static bool IsQuiet(IrBlock block, int count, ref int between)
    {
        between += count;
        for (int i = block.Instructions.Count - count; i < block.Instructions.Count; i++)
        {
            if (block.Instructions[i].Op is IrOp.Helper or IrOp.CallSubprogram)
                return false;
        }

        return between <= MaxBetweenChecks;
    }
}
