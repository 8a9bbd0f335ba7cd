using System;
using System.Collections.Generic;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Passes.Subprograms;
using BpfSharp.Compiler.Safety;

namespace BpfSharp.Compiler.Passes.Lower;

/// <summary>
/// Copies and zeros become the widest moves, and accesses to the stack that the verifier would call misaligned fall into aligned ones.
/// Packet and map memory may be read and written unaligned (the program is marked for it).
/// </summary>
public sealed class MemoryLowering
{
    private readonly Provenance _provenance;
    private readonly Multiples _multiples;
    private readonly ValueMap _map = new();
    private List<IrInstruction> _output = new();
    private int _span;
    private bool _changed;

    private MemoryLowering(CompilationContext context, IrFunction function)
    {
        _provenance = new Provenance(function, context.Module.Helpers);
        _multiples = new Multiples(function);
    }

    public static bool Run(CompilationContext context, IrFunction function)
    {
        var pass = new MemoryLowering(context, function);
        foreach (IrBlock block in function.Blocks)
        {
            pass._output = new List<IrInstruction>(block.Instructions.Count);
            foreach (IrInstruction instruction in block.Instructions)
                pass.Lower(instruction);
            block.Instructions.Clear();
            block.Instructions.AddRange(pass._output);
        }

        pass._map.Apply(function);
        return pass._changed;
    }

    private void Lower(IrInstruction instruction)
    {
        _span = instruction.Span;
        switch (instruction.Op)
        {
            case IrOp.Copy:
                LowerCopy(instruction);
                break;
            case IrOp.Zero:
                LowerZero(instruction);
                break;
            case IrOp.Load when AlignedWidth(instruction.Operands[0], instruction.TypeArgument!.PrimitiveSize) < instruction.TypeArgument!.PrimitiveSize:
                LowerLoad(instruction);
                break;
            case IrOp.Store when AlignedWidth(instruction.Operands[0], instruction.TypeArgument!.PrimitiveSize) < instruction.TypeArgument!.PrimitiveSize:
                LowerStore(instruction);
                break;
            default:
                _output.Add(instruction);
                return;
        }

        _changed = true;
    }

    // All of a piece before the next: source and target are equal or apart.
    private void LowerCopy(IrInstruction copy)
    {
        for (int at = 0; at < copy.Immediate;)
        {
            IrValue target = Step(copy.Operands[0], at);
            IrValue source = Step(copy.Operands[1], at);
            int width = Math.Min(AlignedWidth(target, copy.Immediate - at), AlignedWidth(source, copy.Immediate - at));
            Store(width, target, Load(width, source));
            at += width;
        }
    }

    private void LowerZero(IrInstruction zero)
    {
        for (int at = 0; at < zero.Immediate;)
        {
            IrValue target = Step(zero.Operands[0], at);
            int width = AlignedWidth(target, zero.Immediate - at);
            Store(width, target, new IrConstant(TypeOf(width).ValueType, 0));
            at += width;
        }
    }

    private void LowerLoad(IrInstruction load)
    {
        IrType type = load.TypeArgument!;
        int size = type.PrimitiveSize;
        IrType wide = type.ValueType == IrType.I32 ? IrType.I32 : IrType.I64;
        IrValue? value = null;
        for (int at = 0; at < size;)
        {
            IrValue address = Step(load.Operands[0], at);
            int width = AlignedWidth(address, size - at);
            IrValue part = Load(width, address);
            if (wide == IrType.I64 && part.Type == IrType.I32)
                part = Emit(IrOp.ZExt, IrType.I64, part);
            if (at != 0)
                part = Emit(IrOp.Shl, wide, part, new IrConstant(wide, at * 8));
            value = value is null ? part : Emit(IrOp.Or, wide, value, part);
            at += width;
        }

        if (type.Kind == IrTypeKind.I16)
            value = Emit(IrOp.ExtI16, IrType.I32, value!);
        _map.Replace(load, value!);
    }

    private void LowerStore(IrInstruction store)
    {
        int size = store.TypeArgument!.PrimitiveSize;
        for (int at = 0; at < size;)
        {
            IrValue address = Step(store.Operands[0], at);
            int width = AlignedWidth(address, size - at);
            IrValue part = store.Operands[1];
            if (at != 0)
                part = Emit(IrOp.ShrU, part.Type, part, new IrConstant(part.Type, at * 8));
            if (part.Type == IrType.I64)
                part = Emit(IrOp.Trunc, IrType.I32, part);
            Store(width, address, part);
            at += width;
        }
    }

    /// <summary>The widest power of two, at most <paramref name="bytes"/>, that may be accessed in one go there.</summary>
    private int AlignedWidth(IrValue address, int bytes)
    {
        int width = 8;
        while (width > bytes)
            width /= 2;
        if (_provenance.KindOf(address) is not (PointerKind.Stack or PointerKind.Unknown))
            return width;
        for (; address is IrInstruction { Op: IrOp.PtrAdd } step; address = step.Operands[0])
            width = Math.Min(width, _multiples.Of(step.Operands[1]));
        return Math.Min(width, PointerAlignment.OfBase(_provenance.Function, address));
    }

    private static IrType TypeOf(int width) => width switch { 1 => IrType.U8, 2 => IrType.U16, 4 => IrType.U32, _ => IrType.U64 };

    private IrInstruction Emit(IrOp op, IrType type, params IrValue[] operands)
    {
        var instruction = new IrInstruction(op, type, operands) { Span = _span };
        _output.Add(instruction);
        return instruction;
    }

    private IrValue Step(IrValue pointer, int distance)
    {
        if (distance == 0)
            return pointer;
        PointerParts parts = PointerParts.Of(pointer);
        return Emit(IrOp.PtrAdd, IrType.Ptr, parts.Base, IrConstant.I64(parts.Offset + distance));
    }

    private IrInstruction Load(int width, IrValue address)
    {
        IrInstruction load = Emit(IrOp.Load, TypeOf(width).ValueType, address);
        load.TypeArgument = TypeOf(width);
        return load;
    }

    private void Store(int width, IrValue address, IrValue value) => Emit(IrOp.Store, IrType.Void, address, value).TypeArgument = TypeOf(width);
}
