using System.Collections.Generic;
using System.Linq;
using BpfSharp.Compiler.CodeGen.Machine;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Passes.Subprograms;
using BpfSharp.Compiler.Safety;

namespace BpfSharp.Compiler.CodeGen.Selection;

/// <summary>Calls of helpers, kernel functions and subprograms: arguments in r1 to r5, result in r0, and r1 to r5 are lost.</summary>
internal static class CallSelection
{
    private static readonly HashSet<IrHelperArgument> s_read = new()
    {
        IrHelperArgument.Scalar, IrHelperArgument.Context, IrHelperArgument.Map, IrHelperArgument.ReadMemory, IrHelperArgument.ReadMemoryOrPacket,
        IrHelperArgument.Size, IrHelperArgument.MapKey, IrHelperArgument.MapValue, IrHelperArgument.UpdateFlags,
    };

    public static void Helper(Selector selector, IrInstruction i)
    {
        IrHelper helper = selector.Module.Helpers[i.Symbol!];
        if (Callbacks.IsLater(helper))
            CallbackSelection.Later(selector, i, helper);
        else if (Callbacks.Has(i))
            CallbackSelection.Call(selector, i, helper);
        else
            Call(selector, i, HelperCall(selector, i, helper), helper);
    }

    private static MachineInstruction HelperCall(Selector selector, IrInstruction i, IrHelper helper)
    {
        MachineInstruction call = helper.IsKernelFunction ? Make.KernelCall(helper.Name, i.Operands.Count) : Make.Call(helper.Id, i.Operands.Count);
        call.MayReturnArgument = DynptrSlots.IsSlice(i, selector.Module.Helpers);
        call.OnlyReads = !call.MayReturnArgument && Enumerable.Range(0, i.Operands.Count).All(n => n < helper.Arguments.Count && Reads(helper.Arguments[n], i.Operands[n]));
        foreach (int number in helper.NumberBits.Keys)
            call.FreeArguments |= 1 << (MachineRegisters.FirstArgument + number);
        return call;
    }

    // A pointer of a kind that is not known might be written through.
    private static bool Reads(IrHelperArgument kind, IrValue argument) => s_read.Contains(kind) && !(kind == IrHelperArgument.Scalar && argument.Type == IrType.Ptr);

    public static void Subprogram(Selector selector, IrInstruction i) => Call(selector, i, Make.Call(i.Symbol!, i.Operands.Count));

    private static void Call(Selector selector, IrInstruction i, MachineInstruction call, IrHelper? helper = null)
    {
        // What has no register of its own goes last, so that it takes no argument register from those that have.
        for (int pass = 0; pass < 2; pass++)
        {
            for (int n = 0; n < i.Operands.Count; n++)
            {
                if (selector.HasRegister(i.Operands[n]) != (pass == 0))
                    continue;
                if (helper is not null && helper.NumberBits.TryGetValue(n, out int bits) && bits <= 32)
                    selector.PlaceLow(MachineRegisters.FirstArgument + n, i.Operands[n]);
                else
                    selector.Place(MachineRegisters.FirstArgument + n, i.Operands[n]);
            }
        }

        selector.Emit(call);
        if (i.HasResult && selector.IsUsed(i))
            selector.Emit(Make.Move(selector.ResultOf(i), MachineRegisters.Result));
    }
}
