using BpfSharp.Compiler.CodeGen.Machine;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Passes.Subprograms;
using BpfSharp.Objects.Instructions;

namespace BpfSharp.Compiler.CodeGen.Selection;

/// <summary>Helper calls that are given a function: the environment is filled, each value as 8 bytes, which is how the verifier keeps what it knows of it.</summary>
internal static class CallbackSelection
{
    public static void Call(Selector selector, IrInstruction i, IrHelper helper)
    {
        FrameSlot environment = selector.EnvironmentOf(i);
        Store(selector, environment, 0, IrConstant.I64(0));
        for (int n = helper.Arguments.Count; n < i.Operands.Count; n++)
            Store(selector, environment, n - helper.Arguments.Count + 1, i.Operands[n]);
        Call(selector, i, helper, environment);
    }

    /// <summary>The function is called later: there is no environment that would live so long.</summary>
    public static void Later(Selector selector, IrInstruction i, IrHelper helper) => Call(selector, i, helper, null);

    private static void Call(Selector selector, IrInstruction i, IrHelper helper, FrameSlot? environment)
    {
        for (int pass = 0; pass < 2; pass++)
        {
            for (int n = 0; n < helper.Arguments.Count; n++)
            {
                bool isPlain = !IsFunction(helper.Arguments[n]) && helper.Arguments[n] != IrHelperArgument.Environment;
                if ((isPlain && selector.HasRegister(i.Operands[n])) == (pass == 0))
                    Place(selector, MachineRegisters.FirstArgument + n, i.Operands[n], helper.Arguments[n], environment);
            }
        }

        selector.Emit(Make.Call(helper.Id, helper.Arguments.Count));
        if (selector.IsUsed(i))
            selector.Emit(Make.Move(selector.ResultOf(i), MachineRegisters.Result));
    }

    private static bool IsFunction(IrHelperArgument argument) => argument is IrHelperArgument.Callback or IrHelperArgument.RecordCallback or IrHelperArgument.LaterCallback;

    /// <summary>Reads the status that the last call with this environment left.</summary>
    public static void Status(Selector selector, IrInstruction i)
    {
        MachineInstruction load = Make.Load(BpfSize.Word, selector.ResultOf(i), MachineRegisters.Frame, Callbacks.StatusOffset);
        load.Slot = selector.EnvironmentOf((IrInstruction)i.Operands[0]);
        selector.Emit(load);
    }

    /// <summary>In the callback: a value out of its environment.</summary>
    public static void Captured(Selector selector, IrInstruction i) =>
        selector.Emit(Make.Load(i.Type == IrType.I32 ? BpfSize.Word : BpfSize.Double, selector.ResultOf(i), selector.Use(i.Operands[0]), Callbacks.Cell * (i.Immediate + 1)));

    /// <summary>At the start of a callback: the number of the round, through the environment, which is the argument behind it.</summary>
    public static void KeepRound(Selector selector, int register, IrFunction callback)
    {
        int environment = MachineRegisters.FirstArgument + callback.Entry.Parameters.Count - 1;
        int cell = Callbacks.Cell * (callback.Captured.Count + 1);
        selector.Emit(Make.Store(BpfSize.Double, environment, cell, MachineRegisters.FirstArgument));
        selector.Emit(Make.Load(BpfSize.Double, register, environment, cell));
    }

    private static void Store(Selector selector, FrameSlot environment, int cell, IrValue value)
    {
        MachineInstruction store = Selector.TryImmediate(value, out int immediate)
            ? Make.StoreImmediate(BpfSize.Double, MachineRegisters.Frame, Callbacks.Cell * cell, immediate)
            : Make.Store(BpfSize.Double, MachineRegisters.Frame, Callbacks.Cell * cell, selector.Use(value));
        store.Slot = environment;
        selector.Emit(store);
    }

    private static void Place(Selector selector, int register, IrValue value, IrHelperArgument kind, FrameSlot? environment)
    {
        if (IsFunction(kind))
            selector.Emit(Make.LoadFunction(register, ((IrInstruction)value).Symbol!));
        else if (kind == IrHelperArgument.Environment)
            selector.Emit(Make.LoadFrameAddress(register, environment!, 0));
        else
            selector.Place(register, value);
    }
}
