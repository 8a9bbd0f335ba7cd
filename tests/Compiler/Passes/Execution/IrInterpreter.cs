using System;
using System.Collections.Generic;
using System.Linq;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Ir.Layout;

namespace BpfSharp.Compiler.Tests.Passes.Execution;

/// <summary>Runs flat and safe IR as docs/ir.md says, written apart from the passes so that both can be compared.</summary>
internal sealed class IrInterpreter(IrModule module, IrFunction function, ProgramWorld world)
{
    private const int MaxSteps = 100_000;

    private static readonly Memory s_context = new("context", new byte[64]);

    private readonly Dictionary<IrValue, Cell> _values = [];
    private int _calls;

    /// <returns>Result or fault; the rest stands in the world.</returns>
    public static string Run(IrModule module, IrFunction function, ProgramWorld world)
    {
        try
        {
            return new IrInterpreter(module, function, world).Run();
        }
        catch (FaultException fault)
        {
            return "fault " + fault.Kind;
        }
    }

    private string Run()
    {
        IrBlock block = function.Entry;
        Dictionary<IrBlock, IrTarget> pads = function.Blocks.Select(static b => b.Terminator).Where(static t => t.Op == IrOp.Try).ToDictionary(static t => t.Targets[0].Block, static t => t.Targets[1]);
        _values[block.Parameters[0]] = new Cell(0, s_context);
        for (int steps = 0; steps < MaxSteps;)
        {
            IrTarget? next = null;
            for (int i = 0; next is null; i++)
            {
                IrInstruction instruction = block.Instructions[i];
                steps++;
                if (instruction.Op == IrOp.Ret)
                    return "return " + Get(instruction.Operands[0]).Int32;
                try
                {
                    if (instruction.IsTerminator)
                        next = Jump(instruction);
                    else
                        _values[instruction] = Execute(instruction);
                }
                catch (FaultException fault) when (pads.TryGetValue(block, out IrTarget? pad))
                {
                    next = pad;
                    foreach (IrInstruction caught in pad.Block.Instructions.Where(static i => i.Op == IrOp.Caught))
                        _values[caught] = new Cell((int)fault.Kind);
                }
            }

            Cell[] arguments = next.Arguments.Select(Get).ToArray();
            for (int i = 0; i < arguments.Length; i++)
                _values[next.Block.Parameters[i]] = arguments[i];
            block = next.Block;
        }

        throw new InvalidOperationException("the program does not end");
    }

    private Cell Get(IrValue value) => value is IrConstant constant ? new Cell(constant.Value) : _values[value];

    private IrTarget Jump(IrInstruction terminator)
    {
        switch (terminator.Op)
        {
            case IrOp.Br:
                return terminator.Targets[0];
            case IrOp.BrIf:
                return terminator.Targets[Get(terminator.Operands[0]).Int32 != 0 ? 0 : 1];
            case IrOp.Switch:
                return terminator.Targets[terminator.Cases.IndexOf(Get(terminator.Operands[0]).Number) + 1];
            case IrOp.Try:
                return terminator.Targets[0];
            case IrOp.Resume:
                throw new FaultException((FaultKind)Get(terminator.Operands[0]).Int32);
            case IrOp.Fault:
                throw new FaultException((FaultKind)terminator.Immediate);
            default:
                throw new InvalidOperationException(terminator.ToString());
        }
    }

    private Cell Execute(IrInstruction i)
    {
        switch (i.Op)
        {
            case IrOp.Slot:
                // One place for the whole run.
                return _values.TryGetValue(i, out Cell slot) ? slot : new Cell(0, new Memory("slot", new byte[i.Immediate]));
            case IrOp.Load:
                return Load(Get(i.Operands[0]), i.TypeArgument!);
            case IrOp.Store:
                Store(Get(i.Operands[0]), i.TypeArgument!, Get(i.Operands[1]));
                return default;
            case IrOp.Copy:
                Copy(Get(i.Operands[0]), Get(i.Operands[1]), i.Immediate);
                return default;
            case IrOp.Zero:
                Cell target = Access(Get(i.Operands[0]), i.Immediate);
                for (int n = 0; n < i.Immediate; n++)
                    target.Memory!.Write(target.Number + n, 1, 0);
                return default;
            case IrOp.Elem:
                Cell start = Get(i.Operands[0]);
                return start with { Number = start.Number + Get(i.Operands[1]).Number * i.Immediate };
            case IrOp.PtrAdd:
                Cell origin = Get(i.Operands[0]);
                return origin with { Number = origin.Number + Get(i.Operands[1]).Number };
            case IrOp.PtrDiff:
                return new Cell(Get(i.Operands[0]).Number - Get(i.Operands[1]).Number);
            case IrOp.CtxLoad:
                return i.Symbol switch
                {
                    "data" => new Cell(0, world.Packet),
                    "data_end" => new Cell(world.Packet.Bytes.Length, world.Packet),
                    _ => new Cell(77),
                };
            case IrOp.PktFits:
                Cell first = Get(i.Operands[0]);
                return new Cell(first.Memory == world.Packet && first.Number + Get(i.Operands[2]).Number <= Get(i.Operands[1]).Number ? 1 : 0);
            case IrOp.MapAddr:
                return new Cell(0, new Memory(i.Symbol!, []));
            case IrOp.GlobalAddr:
                IrGlobal global = module.Globals.First(g => g.Name == i.Symbol);
                return new Cell(0, world.Global(i.Symbol!, new LayoutCalculator(module).SizeOf(global.Type)));
            case IrOp.Helper:
                return Helper(i);
            case IrOp.Caught:
                return _values[i];
            case IrOp.FaultSite:
                return new Cell(i.Immediate);
            case IrOp.Guard:
                return Get(i.Operands[0]).Int32 != 0 ? default : throw new FaultException((FaultKind)i.Immediate);
            default:
                return Integers.Compute(i, i.Operands.Select(Get).ToArray());
        }
    }

    private Cell Load(Cell pointer, IrType type)
    {
        Cell at = Access(pointer, type.PrimitiveSize);
        if (at.Memory!.IsShared)
            world.Events.Add($"read {at.Memory.Name}+{at.Number} {type.PrimitiveSize}");
        if (type == IrType.Ptr)
            return at.Memory.ReadPointer(at.Number);
        ulong bits = at.Memory.Read(at.Number, type.PrimitiveSize);
        return new Cell(type.Kind switch
        {
            IrTypeKind.I8 => (sbyte)bits,
            IrTypeKind.I16 => (short)bits,
            IrTypeKind.I32 or IrTypeKind.U32 => (int)bits,
            _ => (long)bits,
        });
    }

    private void Store(Cell pointer, IrType type, Cell value)
    {
        Cell at = Access(pointer, type.PrimitiveSize);
        if (type == IrType.Ptr)
            at.Memory!.WritePointer(at.Number, value);
        else
            at.Memory!.Write(at.Number, type.PrimitiveSize, (ulong)value.Number);
        if (at.Memory.IsShared)
            world.Events.Add($"write {at.Memory.Name}+{at.Number} {type.PrimitiveSize} {at.Memory.Read(at.Number, type.PrimitiveSize):x}");
    }

    // By bytes: how wide the moves are is not said.
    private void Copy(Cell target, Cell source, int size)
    {
        Cell to = Access(target, size);
        Cell from = Access(source, size);
        for (int n = 0; n + 8 <= size; n += 8)
            to.Memory!.WritePointer(to.Number + n, from.Memory!.ReadPointer(from.Number + n));
        for (int n = size / 8 * 8; n < size; n++)
            to.Memory!.Write(to.Number + n, 1, from.Memory!.Read(from.Number + n, 1));
    }

    private static Cell Access(Cell pointer, int size)
    {
        if (pointer.Memory is null)
            throw new FaultException(FaultKind.NullReference);
        return pointer.Memory.Has(pointer.Number, size) ? pointer : throw new FaultException(FaultKind.IndexOutOfRange);
    }

    private Cell Helper(IrInstruction call)
    {
        IrHelper helper = module.Helpers[call.Symbol!];
        string text = call.Symbol!;
        string key = "";
        for (int n = 0; n < call.Operands.Count; n++)
        {
            Cell argument = Get(call.Operands[n]);
            if (helper.Arguments[n] == IrHelperArgument.MapKey)
                text += " " + (key = Convert.ToHexString(Bytes(argument, 4)));
            else if (helper.Arguments[n] is IrHelperArgument.ReadMemory)
                text += " " + Convert.ToHexString(Bytes(argument, Get(call.Operands[n + 1]).Int32));
            else
                text += " " + argument.Number;
        }

        world.Events.Add(text);
        if ((helper.Effects & IrHelperEffects.ReturnsMapValue) != 0)
            return world.MapValues.TryGetValue(key, out Memory? value) ? new Cell(0, value) : default;
        return new Cell(unchecked((long)0x9e3779b97f4a7c15 * ++_calls));
    }

    private static byte[] Bytes(Cell pointer, int size)
    {
        Cell at = Access(pointer, size);
        return at.Memory!.Bytes.AsSpan((int)at.Number, size).ToArray();
    }
}
