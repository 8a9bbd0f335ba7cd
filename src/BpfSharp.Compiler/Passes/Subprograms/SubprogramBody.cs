using System.Collections.Generic;
using System.Linq;
using BpfSharp.Compiler.Ir;

namespace BpfSharp.Compiler.Passes.Subprograms;

/// <summary>Makes the function that the kernel calls of one that C# calls: the context first, then what is passed; the status comes back with the result.</summary>
internal static class SubprogramBody
{
    /// <param name="callee">Flat IR.</param>
    /// <param name="shapes">One for each parameter, and one for the result's slot where there is one.</param>
    public static IrFunction Make(string name, IrFunction callee, IReadOnlyList<ArgumentShape> shapes)
    {
        var function = new IrFunction(name, 0, IrType.I64) { Span = callee.Span, Role = IrFunctionRole.Subprogram, PacketsAreChecked = callee.PacketsAreChecked };
        var cloner = new IrCloner();
        var entry = new List<IrParameter>();
        var maps = new List<IrInstruction>();
        IrParameter context = Declare(function, entry, new IrParameterInfo("ctx", IrType.Ptr) { Pointee = IrPointee.Context }, IrType.Ptr);
        for (int i = 0; i < callee.Entry.Parameters.Count; i++)
        {
            IrParameter parameter = callee.Entry.Parameters[i];
            ArgumentShape shape = shapes[i];
            IrValue value = context;
            if (shape.Map is not null)
            {
                var address = new IrInstruction(IrOp.MapAddr, IrType.Ptr) { Symbol = shape.Map };
                maps.Add(address);
                value = address;
            }
            else if (shape.IsPassed)
            {
                value = Declare(function, entry, With(callee.Parameters[i], shape), parameter.Type);
            }

            cloner.Map(parameter, value);
        }

        IrParameter? result = shapes.Count > callee.Entry.Parameters.Count
            ? Declare(function, entry, With(new IrParameterInfo("result", IrType.I64), shapes[shapes.Count - 1]), IrType.Ptr)
            : null;
        function.Blocks.AddRange(cloner.Clone(callee.Blocks));
        function.Entry.Parameters.Clear();
        function.Entry.Parameters.AddRange(entry);
        function.Entry.Instructions.InsertRange(0, maps);
        foreach (IrBlock block in function.Blocks.Where(static b => b.Terminator.Op == IrOp.Ret))
            Return(block, result);
        return function;
    }

    private static IrParameterInfo With(IrParameterInfo info, ArgumentShape shape) => info with { Pointee = shape.Pointee, Bytes = shape.Bytes, Alignment = shape.Alignment };

    private static IrParameter Declare(IrFunction function, List<IrParameter> entry, IrParameterInfo info, IrType type)
    {
        var parameter = new IrParameter(type);
        function.Parameters.Add(info);
        entry.Add(parameter);
        return parameter;
    }

    // A number of 32 bits is the low half; the high half says that all went well.
    private static void Return(IrBlock block, IrParameter? result)
    {
        IrInstruction ret = block.Terminator;
        IrValue value = IrConstant.I64(0);
        if (ret.Operands.Count != 0)
        {
            IrInstruction last = result is null
                ? new IrInstruction(IrOp.ZExt, IrType.I64, ret.Operands[0]) { Span = ret.Span }
                : new IrInstruction(IrOp.Store, IrType.Void, result, ret.Operands[0]) { TypeArgument = IrType.I64, Span = ret.Span };
            block.Instructions.Insert(block.Instructions.Count - 1, last);
            value = result is null ? last : value;
        }

        ret.Operands.Clear();
        ret.Operands.Add(value);
    }
}
