using System;
using System.Collections.Generic;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Safety;

namespace BpfSharp.Compiler.Passes.Simplify;

/// <summary>Takes away instructions and block parameters whose value nobody uses, and stores to slots that nobody reads.</summary>
public sealed class DeadCode
{
    private readonly IrFunction _function;
    private readonly Dictionary<string, IrHelper> _helpers;
    private readonly bool _faultsAreExplicit;
    private readonly Func<IrInstruction, bool>? _isSeen;
    private readonly HashSet<IrValue> _live = new();
    private readonly Stack<IrValue> _work = new();
    private readonly Dictionary<IrParameter, List<IrValue>> _arguments = new();

    private DeadCode(IrFunction function, Dictionary<string, IrHelper> helpers, bool faultsAreExplicit, Func<IrInstruction, bool>? isSeen)
    {
        _function = function;
        _helpers = helpers;
        _faultsAreExplicit = faultsAreExplicit;
        _isSeen = isSeen;
    }

    /// <summary>But for checks that make bytes of the packet linear where the program sees how many are.</summary>
    public static bool Run(CompilationContext context, IrFunction function) =>
        new DeadCode(function, context.Module.Helpers, context.FaultsAreExplicit, context.IsLengthSeen ? i => NonLinearPackets.IsSeen(context, function, i) : null).Run();

    /// <param name="faultsAreExplicit">The safety pass has put guards before accesses that may fault: from then on an unused read means nothing.</param>
    public static bool Run(IrFunction function, Dictionary<string, IrHelper> helpers, bool faultsAreExplicit = false) =>
        new DeadCode(function, helpers, faultsAreExplicit, null).Run();

    private bool Run()
    {
        CollectArguments();
        foreach (IrParameter parameter in _function.Entry.Parameters)
            Mark(parameter);
        // Checks of the packet that are still to come want it.
        if (_function.CallbackContext is { } context)
            Mark(context);
        HashSet<IrValue> readSlots = ReadSlots();
        foreach (IrBlock block in _function.Blocks)
        {
            foreach (IrInstruction instruction in block.Instructions)
            {
                if (IsRoot(instruction, readSlots))
                    Mark(instruction);
            }
        }

        while (_work.Count != 0)
            MarkInputs(_work.Pop());
        return Sweep();
    }

    private void CollectArguments()
    {
        foreach (IrBlock block in _function.Blocks)
        {
            foreach (IrTarget target in block.Successors)
            {
                for (int i = 0; i < target.Arguments.Count; i++)
                {
                    IrParameter parameter = target.Block.Parameters[i];
                    if (!_arguments.TryGetValue(parameter, out List<IrValue>? list))
                        _arguments.Add(parameter, list = new List<IrValue>());
                    list.Add(target.Arguments[i]);
                }
            }
        }
    }

    // A slot is written for nothing if all that happens to its address is being written to.
    private HashSet<IrValue> ReadSlots()
    {
        var read = new HashSet<IrValue>();
        foreach (IrBlock block in _function.Blocks)
        {
            foreach (IrInstruction instruction in block.Instructions)
            {
                for (int i = 0; i < instruction.Operands.Count; i++)
                {
                    bool onlyWrites = (i == 0 && instruction.Op is IrOp.Store or IrOp.Zero or IrOp.Copy) || IsStep(instruction);
                    if (!onlyWrites && instruction.Operands[i].Type == IrType.Ptr)
                        read.Add(PointerParts.Of(instruction.Operands[i]).Base);
                }

                foreach (IrTarget target in instruction.Targets)
                {
                    foreach (IrValue argument in target.Arguments)
                    {
                        if (argument.Type == IrType.Ptr)
                            read.Add(PointerParts.Of(argument).Base);
                    }
                }
            }
        }

        return read;
    }

    private static bool IsStep(IrInstruction instruction) => instruction.Op == IrOp.PtrAdd && instruction.Operands[1] is IrConstant;

    private bool IsRoot(IrInstruction instruction, HashSet<IrValue> readSlots)
    {
        switch (instruction.Op)
        {
            case IrOp.Load:
                return !_faultsAreExplicit && !IsAlwaysReadable(PointerParts.Of(instruction.Operands[0]).Base);
            case IrOp.CtxLoad:
                return false;
            case IrOp.Store or IrOp.Zero:
                return !IsUnreadSlot(instruction, readSlots);
            case IrOp.Copy:
                return !IsUnreadSlot(instruction, readSlots)
                    || !(_faultsAreExplicit || IsAlwaysReadable(PointerParts.Of(instruction.Operands[1]).Base));
            case IrOp.Helper:
                return !(_helpers.TryGetValue(instruction.Symbol!, out IrHelper? helper) && (helper.Effects & IrHelperEffects.Pure) != 0);
            case IrOp.PktFits:
                return _isSeen?.Invoke(instruction) == true;
            default:
                return !IrOpTable.Get(instruction.Op).IsPure;
        }
    }

    private static bool IsUnreadSlot(IrInstruction write, HashSet<IrValue> readSlots) =>
        PointerParts.Of(write.Operands[0]).Base is IrInstruction { Op: IrOp.Slot } slot && !readSlots.Contains(slot);

    private static bool IsAlwaysReadable(IrValue pointer) => pointer is IrInstruction { Op: IrOp.Slot or IrOp.GlobalAddr };

    private void Mark(IrValue value)
    {
        if (value is not IrConstant && _live.Add(value))
            _work.Push(value);
    }

    private void MarkInputs(IrValue value)
    {
        if (value is IrParameter parameter)
        {
            if (_arguments.TryGetValue(parameter, out List<IrValue>? arguments))
                arguments.ForEach(Mark);
        }
        else
        {
            ((IrInstruction)value).Operands.ForEach(Mark);
        }
    }

    private bool Sweep()
    {
        bool changed = false;
        foreach (IrBlock block in _function.Blocks)
        {
            changed |= block.Instructions.RemoveAll(i => !_live.Contains(i)) != 0;
            foreach (IrTarget target in block.Successors)
            {
                for (int i = target.Arguments.Count - 1; i >= 0; i--)
                {
                    if (!_live.Contains(target.Block.Parameters[i]))
                        target.Arguments.RemoveAt(i);
                }
            }
        }

        foreach (IrBlock block in _function.Blocks)
            changed |= block.Parameters.RemoveAll(p => !_live.Contains(p)) != 0;
        return changed;
    }
}
