using System.Collections.Generic;
using System.Linq;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Ir.Analysis;

namespace BpfSharp.Frontend.Lowering;

/// <summary>Appends instructions to the current block of a function. Slots gather in the entry block, so that they dominate all uses.</summary>
internal sealed class IrBuilder
{
    private readonly IrFunction _function;
    private readonly List<IrInstruction> _slots = new();
    private readonly List<(IrBlock Block, IrBlock Pad)> _protected = new();
    private IrBlock _current;

    public IrBuilder(IrFunction function)
    {
        _function = function;
        _current = new IrBlock();
        function.Blocks.Add(_current);
    }

    /// <summary>Span number that new instructions get.</summary>
    public int Span { get; set; } = -1;

    /// <summary>Where the faults of blocks that are started from now on go; null: they end the program.</summary>
    public IrBlock? Pad { get; set; }

    /// <summary>False after a terminator, until the next block starts.</summary>
    public bool IsOpen => _current.Instructions.Count == 0 || !_current.Terminator.IsTerminator;

    public void Start(IrBlock block)
    {
        _function.Blocks.Add(block);
        _current = block;
        if (Pad is not null)
            _protected.Add((block, Pad));
    }

    /// <summary>Puts a <c>try</c> before the blocks that were started with a pad.</summary>
    public void Protect()
    {
        HashSet<IrBlock> loops = LoopHeads.Of(_function);
        foreach ((IrBlock block, IrBlock pad) in _protected)
        {
            if (loops.Contains(block))
                ProtectedBlocks.MarkLoop(block);
            if (block.Instructions.Exists(Faulting.MayFault))
                _function.Blocks.Add(ProtectedBlocks.Protect(block, new IrTarget(pad)));
        }

        _protected.Clear();
    }

    /// <summary>Blocks that are complete.</summary>
    public void AddBlocks(IEnumerable<IrBlock> blocks) => _function.Blocks.AddRange(blocks);

    /// <summary>Puts the slots that are used at the start of the entry block.</summary>
    public void Finish()
    {
        var used = new HashSet<IrValue>();
        foreach (IrBlock block in _function.Blocks)
        {
            foreach (IrInstruction instruction in block.Instructions)
            {
                AddSlots(used, instruction.Operands);
                foreach (IrTarget target in instruction.Targets)
                    AddSlots(used, target.Arguments);
            }
        }

        _function.Entry.Instructions.InsertRange(0, _slots.Where(used.Contains));
    }

    private static void AddSlots(HashSet<IrValue> used, List<IrValue> values)
    {
        foreach (IrValue value in values)
        {
            if (value is IrInstruction { Op: IrOp.Slot })
                used.Add(value);
        }
    }

    public IrInstruction Add(IrInstruction instruction)
    {
        // What follows a terminator in one block can't run: it goes to a block of its own, which nothing enters and cleaning drops.
        if (!IsOpen)
            Start(new IrBlock());
        instruction.Span = Span;
        _current.Instructions.Add(instruction);
        return instruction;
    }

    /// <summary>Where the next instruction goes: a place to come back to with <see cref="Insert"/>.</summary>
    public IrPosition Position
    {
        get
        {
            if (!IsOpen)
                Start(new IrBlock());
            return new IrPosition(_current, _current.Instructions.Count);
        }
    }

    /// <summary>Puts an instruction where the builder was before.</summary>
    public void Insert(IrPosition position, IrInstruction instruction)
    {
        instruction.Span = Span;
        position.Block.Instructions.Insert(position.Index, instruction);
    }

    public IrValue Slot(IrType type, string name)
    {
        var slot = new IrInstruction(IrOp.Slot, IrType.Ptr) { TypeArgument = type, Symbol = name };
        _slots.Add(slot);
        return slot;
    }

    public IrValue Binary(IrOp op, IrValue left, IrValue right) => Add(new IrInstruction(op, left.Type, left, right));

    public IrValue Compare(IrOp op, IrValue left, IrValue right) => Add(new IrInstruction(op, IrType.I32, left, right));

    public IrValue Unary(IrOp op, IrValue value) => Add(new IrInstruction(op, value.Type, value));

    public IrValue Convert(IrOp op, IrType type, IrValue value) =>
        value is IrConstant constant ? ConstantFolding.Convert(op, type, constant) : Add(new IrInstruction(op, type, value));

    public IrValue Load(IrType memory, IrValue pointer) => Add(new IrInstruction(IrOp.Load, memory.ValueType, pointer) { TypeArgument = memory });

    public void Store(IrType memory, IrValue pointer, IrValue value) => Add(new IrInstruction(IrOp.Store, IrType.Void, pointer, value) { TypeArgument = memory });

    public void Copy(IrType type, IrValue destination, IrValue source)
    {
        if (!ReferenceEquals(destination, source))
            Add(new IrInstruction(IrOp.Copy, IrType.Void, destination, source) { TypeArgument = type });
    }

    public void Zero(IrType type, IrValue pointer) => Add(new IrInstruction(IrOp.Zero, IrType.Void, pointer) { TypeArgument = type });

    public IrValue Field(IrType type, string name, IrValue pointer) => Add(new IrInstruction(IrOp.Field, IrType.Ptr, pointer) { TypeArgument = type, Symbol = name });

    public IrValue Element(IrType type, IrValue pointer, IrValue index) => Add(new IrInstruction(IrOp.Elem, IrType.Ptr, pointer, index) { TypeArgument = type });

    public IrValue PointerAdd(IrValue pointer, IrValue bytes) => Add(new IrInstruction(IrOp.PtrAdd, IrType.Ptr, pointer, bytes));

    public IrValue SizeOf(IrType type) => type.IsPrimitive ? IrConstant.I32(type.PrimitiveSize) : Add(new IrInstruction(IrOp.SizeOf, IrType.I32) { TypeArgument = type });

    public IrValue Symbol(IrOp op, string name) => Add(new IrInstruction(op, IrType.Ptr) { Symbol = name });

    public void Guard(FaultKind kind, IrValue condition) => Add(new IrInstruction(IrOp.Guard, IrType.Void, condition) { Immediate = (int)kind });

    public void Branch(IrBlock target, params IrValue[] arguments) => Terminate(IrOp.Br, null, new IrTarget(target, arguments));

    public void BranchIf(IrValue condition, IrBlock then, IrBlock otherwise) => Terminate(IrOp.BrIf, condition, new IrTarget(then), new IrTarget(otherwise));

    public void Return(IrValue? value) => Terminate(IrOp.Ret, value);

    public void Fault(int kind) => Terminate(IrOp.Fault, null).Immediate = kind;

    public IrValue Caught() => Add(new IrInstruction(IrOp.Caught, IrType.I32));

    public void Resume(IrValue site) => Terminate(IrOp.Resume, site);

    public void Unreachable() => Terminate(IrOp.Unreachable, null);

    private IrInstruction Terminate(IrOp op, IrValue? operand, params IrTarget[] targets)
    {
        IrInstruction instruction = operand is null ? new IrInstruction(op, IrType.Void) : new IrInstruction(op, IrType.Void, operand);
        instruction.Targets.AddRange(targets);
        return Add(instruction);
    }
}
