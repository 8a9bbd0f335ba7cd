using System.Collections.Generic;
using System.Linq;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Safety;

namespace BpfSharp.Compiler.Passes.Subprograms;

/// <summary>Makes the function that a helper calls of one that C# calls: what it captures is read from its environment, the context first.</summary>
internal static class CallbackBody
{
    /// <param name="callee">Flat IR.</param>
    /// <param name="given">What the kernel gives it, before the environment.</param>
    /// <param name="captured">Shapes of the parameters behind those of the kernel.</param>
    public static IrFunction Make(CompilationContext context, string name, IrFunction callee, IReadOnlyList<IrParameterInfo> given, IReadOnlyList<ArgumentShape> captured)
    {
        var function = new IrFunction(name, 0, IrType.I64) { Span = callee.Span, Role = IrFunctionRole.Callback, PacketsAreChecked = callee.PacketsAreChecked };
        function.Parameters.AddRange(given);
        List<IrParameter> entry = given.Select(static g => new IrParameter(g.Pointee == IrPointee.None && g.SourceType != IrType.Ptr ? IrType.I64 : IrType.Ptr)).ToList();
        var environment = new IrParameter(IrType.Ptr);
        entry.Add(environment);
        var prologue = new List<IrInstruction>();
        function.CallbackContext = Capture(function, prologue, environment, new IrParameterInfo("ctx", IrType.Ptr) { Pointee = IrPointee.Context }, IrType.Ptr);

        var cloner = new IrCloner();
        int ownParameters = callee.Entry.Parameters.Count - captured.Count;
        for (int i = 0; i < callee.Entry.Parameters.Count; i++)
        {
            IrParameter parameter = callee.Entry.Parameters[i];
            cloner.Map(parameter, i < ownParameters
                ? Given(prologue, parameter, entry[given.Count - ownParameters + i])
                : Captured(context, function, prologue, environment, callee.Parameters[i], captured[i - ownParameters], parameter.Type));
        }

        function.Parameters.Add(new IrParameterInfo("environment", IrType.U64) { Pointee = IrPointee.Stack, Bytes = Callbacks.Cell * (1 + function.Captured.Count), Alignment = Callbacks.Cell });
        function.Blocks.AddRange(cloner.Clone(callee.Blocks));
        function.Entry.Parameters.Clear();
        function.Entry.Parameters.AddRange(entry);
        function.Entry.Instructions.InsertRange(0, prologue);
        foreach (IrBlock block in function.Blocks.Where(static b => b.Terminator.Op == IrOp.Ret))
            Return(block);
        SharedMemory.Hide(context, function);
        function.KeepsRound = RoundNumbers.Matter(context, function);
        return function;
    }

    /// <summary>Of a function that is called later: it has what the kernel gives it, and nothing else.</summary>
    public static IrFunction MakeTimer(CompilationContext context, string name, IrFunction callee, IReadOnlyList<IrParameterInfo> given)
    {
        var function = new IrFunction(name, 0, IrType.I64) { Span = callee.Span, Role = IrFunctionRole.Timer, PacketsAreChecked = true };
        function.Parameters.AddRange(given);
        List<IrParameter> entry = given.Select(static _ => new IrParameter(IrType.Ptr)).ToList();
        var cloner = new IrCloner();
        int own = callee.Entry.Parameters.Count;
        for (int i = 0; i < own; i++)
            cloner.Map(callee.Entry.Parameters[i], entry[given.Count - own + i]);
        function.Blocks.AddRange(cloner.Clone(callee.Blocks));
        function.Entry.Parameters.Clear();
        function.Entry.Parameters.AddRange(entry);
        foreach (IrBlock block in function.Blocks.Where(static b => b.Terminator.Op == IrOp.Ret))
        {
            block.Terminator.Operands.Clear();
            block.Terminator.Operands.Add(IrConstant.I64(0));
        }

        SharedMemory.Hide(context, function);
        return function;
    }

    private static IrValue Given(List<IrInstruction> prologue, IrParameter parameter, IrParameter given)
    {
        if (parameter.Type != IrType.I32)
            return given;
        var low = new IrInstruction(IrOp.Trunc, IrType.I32, given);
        prologue.Add(low);
        return low;
    }

    private static IrValue Captured(CompilationContext context, IrFunction function, List<IrInstruction> prologue, IrValue environment, IrParameterInfo info, ArgumentShape shape, IrType type)
    {
        if (shape.Pointee == IrPointee.Context)
            return function.CallbackContext!;
        if (shape == ArgumentShape.Distance)
            return AtDistance(context, function, prologue, Capture(function, prologue, environment, new IrParameterInfo(info.Name, IrType.I64), IrType.I64));
        if (shape.Map is null)
            return Capture(function, prologue, environment, info with { Pointee = shape.Pointee, Bytes = shape.Bytes, Alignment = shape.Alignment }, type);
        var address = new IrInstruction(IrOp.MapAddr, IrType.Ptr) { Symbol = shape.Map };
        prologue.Add(address);
        return address;
    }

    private static IrInstruction Capture(IrFunction function, List<IrInstruction> prologue, IrValue environment, IrParameterInfo info, IrType type)
    {
        var captured = new IrInstruction(IrOp.Captured, type, environment) { Immediate = function.Captured.Count };
        function.Captured.Add(info);
        prologue.Add(captured);
        return captured;
    }

    // Nothing is proven of it: each access is checked.
    private static IrInstruction AtDistance(CompilationContext context, IrFunction function, List<IrInstruction> prologue, IrValue distance)
    {
        IrInstruction data = PacketFields.LoadData(context.ProgramKind, function.CallbackContext!);
        var place = new IrInstruction(IrOp.PtrAdd, IrType.Ptr, data, distance);
        prologue.Add(data);
        prologue.Add(place);
        return place;
    }

    // C# says whether to go on, the kernel whether to stop.
    private static void Return(IrBlock block)
    {
        IrInstruction ret = block.Terminator;
        IrValue stops = IrConstant.I64(0);
        if (ret.Operands.Count != 0)
        {
            var isFalse = new IrInstruction(IrOp.Eq, IrType.I32, ret.Operands[0], IrConstant.I32(0)) { Span = ret.Span };
            var wide = new IrInstruction(IrOp.ZExt, IrType.I64, isFalse) { Span = ret.Span };
            block.Instructions.InsertRange(block.Instructions.Count - 1, new[] { isFalse, wide });
            stops = wide;
        }

        ret.Operands.Clear();
        ret.Operands.Add(stops);
    }
}
