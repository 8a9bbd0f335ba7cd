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
    private readonly ValueMarks _live = ValueMarks.New();
    private readonly Stack<IrInstruction> _work = new();
    private readonly List<(IrParameter Parameter, IrValue Argument)> _arguments = new();

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
        HashSet<IrInstruction> readSlots = ReadSlots();
        foreach (IrBlock block in _function.Blocks)
        {
            foreach (IrInstruction instruction in block.Instructions)
            {
                if (IsRoot(instruction, readSlots))
                    Mark(instruction);
            }
        }

        do
        {
            while (_work.Count != 0)
                MarkOperands(_work.Pop());
        }
        while (MarkArguments());
        return Sweep();
    }

    private void CollectArguments()
    {
        foreach (IrBlock block in _function.Blocks)
        {
            foreach (IrTarget target in block.Successors)
            {
                for (int i = 0; i < target.Arguments.Count; i++)
                    _arguments.Add((target.Block.Parameters[i], target.Arguments[i]));
            }
        }
    }

    // A slot is written for nothing if all that happens to its address is being written to.
    private HashSet<IrInstruction> ReadSlots()
    {
        var read = new HashSet<IrInstruction>();
        if (!_function.Blocks.Exists(static b => b.Instructions.Exists(static i => i.Op == IrOp.Slot)))
            return read;
        foreach (IrBlock block in _function.Blocks)
        {
            foreach (IrInstruction instruction in block.Instructions)
            {
                for (int i = 0; i < instruction.Operands.Count; i++)
                {
                    bool onlyWrites = (i == 0 && instruction.Op is IrOp.Store or IrOp.Zero or IrOp.Copy) || IsStep(instruction);
                    if (!onlyWrites)
                        AddSlot(read, instruction.Operands[i]);
                }

                foreach (IrTarget target in instruction.Targets)
                {
                    foreach (IrValue argument in target.Arguments)
                        AddSlot(read, argument);
                }
            }
        }

        return read;
    }

    private static void AddSlot(HashSet<IrInstruction> slots, IrValue pointer)
    {
        if (pointer.Type == IrType.Ptr && PointerParts.Of(pointer).Base is IrInstruction { Op: IrOp.Slot } slot)
            slots.Add(slot);
    }

    private static bool IsStep(IrInstruction instruction) => instruction.Op == IrOp.PtrAdd && instruction.Operands[1] is IrConstant;

    private bool IsRoot(IrInstruction instruction, HashSet<IrInstruction> readSlots)
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

    private static bool IsUnreadSlot(IrInstruction write, HashSet<IrInstruction> readSlots) =>
        PointerParts.Of(write.Operands[0]).Base is IrInstruction { Op: IrOp.Slot } slot && !readSlots.Contains(slot);

    private static bool IsAlwaysReadable(IrValue pointer) => pointer is IrInstruction { Op: IrOp.Slot or IrOp.GlobalAddr };

    private void Mark(IrValue value)
    {
        if (value is not IrConstant && _live.Add(value) && value is IrInstruction instruction)
            _work.Push(instruction);
    }

    private void MarkOperands(IrInstruction instruction)
    {
        foreach (IrValue operand in instruction.Operands)
            Mark(operand);
    }

    // From the last edge to the first, as liveness goes. True if there is more to look at.
    private bool MarkArguments()
    {
        bool marked = false;
        for (int i = _arguments.Count - 1; i >= 0; i--)
        {
            (IrParameter parameter, IrValue argument) = _arguments[i];
            if (argument is IrConstant || !_live.Contains(parameter) || _live.Contains(argument))
                continue;
            Mark(argument);
            marked = true;
            while (_work.Count != 0)
                MarkOperands(_work.Pop());
        }

        return marked;
    }

    private bool Sweep()
    {
        bool changed = false;
        Predicate<IrValue> isDead = v => !_live.Contains(v);
        foreach (IrBlock block in _function.Blocks)
        {
            changed |= block.Instructions.RemoveAll(isDead) != 0;
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
            changed |= block.Parameters.Count != 0 && block.Parameters.RemoveAll(isDead) != 0;
        return changed;
    }
}
