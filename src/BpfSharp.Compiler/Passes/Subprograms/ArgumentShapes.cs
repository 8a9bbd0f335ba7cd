using System.Collections.Generic;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Safety;

namespace BpfSharp.Compiler.Passes.Subprograms;

/// <summary>Reads the shapes of a call's arguments from the function that it stands in, which is safe IR by then.</summary>
internal sealed class ArgumentShapes
{
    private const int MaxAlignment = 8;

    private readonly CompilationContext _context;
    private readonly Provenance _provenance;

    public ArgumentShapes(CompilationContext context, IrFunction function)
    {
        _context = context;
        _provenance = new Provenance(function, context.Module.Helpers);
    }

    /// <summary>Shapes of the operands from <paramref name="first"/> on. Null where one is of no shape: reported.</summary>
    /// <param name="parameter">Which parameter of the function the first of them is.</param>
    public IReadOnlyList<ArgumentShape>? Of(IrInstruction call, IrFunction callee, int first, int parameter)
    {
        var shapes = new List<ArgumentShape>();
        for (int i = first; i < call.Operands.Count; i++)
        {
            int index = i - first + parameter;
            if (index < callee.Entry.Parameters.Count && callee.Entry.Parameters[index].Type == IrType.Ptr && call.Operands[i].Type == IrType.I64)
            {
                shapes.Add(ArgumentShape.Distance);
                continue;
            }

            if (Of(call, i) is not { } shape)
            {
                _context.Report("BPF3050", call.Span, index < callee.Parameters.Count ? callee.Parameters[index].Name : "");
                return null;
            }

            shapes.Add(shape);
        }

        return shapes;
    }

    private ArgumentShape? Of(IrInstruction call, int operand)
    {
        IrValue value = call.Operands[operand];
        if (value.Type != IrType.Ptr)
            return ArgumentShape.Number;
        if (value is IrInstruction { Op: IrOp.MapAddr } map)
            return new ArgumentShape(IrPointee.None, 0, 0, map.Symbol);
        int bytes = call.Op == IrOp.Helper ? Callbacks.BytesBehind(_context, call, operand) : SubprogramCalls.BytesBehind(_context, call, operand);
        return _provenance.KindOf(value) switch
        {
            PointerKind.Context when bytes == 0 => new ArgumentShape(IrPointee.Context, 0, 0, null),
            PointerKind.Stack when bytes != 0 => new ArgumentShape(IrPointee.Stack, bytes, AlignmentOf(value), null),
            PointerKind.Packet when bytes != 0 => new ArgumentShape(IrPointee.Packet, bytes, 1, null),
            PointerKind.Global or PointerKind.MapValue when bytes != 0 => new ArgumentShape(IrPointee.Region, bytes, 1, null),
            _ => null,
        };
    }

    private int AlignmentOf(IrValue pointer)
    {
        long alignment = MaxAlignment;
        for (; pointer is IrInstruction { Op: IrOp.PtrAdd } step; pointer = step.Operands[0])
            alignment = System.Math.Min(alignment, PointerAlignment.OfStep(step.Operands[1]));
        return (int)System.Math.Min(alignment, PointerAlignment.OfBase(_provenance.Function, pointer));
    }
}
