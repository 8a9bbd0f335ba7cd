using System.Collections.Generic;
using System.Linq;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Passes.Subprograms;
using BpfSharp.Compiler.Safety;

namespace BpfSharp.Compiler.Passes.Loops;

/// <summary>
/// How a loop's body gets the values from before the loop: numbers and the addresses of locals and entries are captured, what leads on from them,
/// the packet's bounds and names of maps and globals are computed anew in the body.
/// </summary>
internal sealed class LoopInputs
{
    private readonly LoopRegion _region;
    private readonly Provenance _provenance;
    private readonly Regions _regions;
    private readonly Facts _known;
    private readonly bool _movesPacket;
    private readonly ValueMap _map = new();
    private readonly HashSet<IrValue> _done = new();

    public LoopInputs(LoopRegion region, Facts known)
    {
        _region = region;
        _known = known;
        _provenance = new Provenance(region.Function, region.Context.Module.Helpers);
        _regions = new Regions(region.Context, _provenance);
        _movesPacket = SubprogramCalls.MovesPacket(region.Context, region.Function);
    }

    /// <summary>What the call passes, in the order of <see cref="Parameters"/>.</summary>
    public List<IrValue> Captured { get; } = new();

    public List<IrParameter> Parameters { get; } = new();

    public List<IrParameterInfo> Infos { get; } = new();

    /// <summary>Instructions for the start of the body.</summary>
    public List<IrInstruction> Prologue { get; } = new();

    /// <summary>False where a value can't be had in the body.</summary>
    public bool TryAdd(IrValue value)
    {
        if (value is IrConstant || !_done.Add(value))
            return true;
        if (value.Type != IrType.Ptr)
            return Capture(value, default, new IrParameterInfo("value", value.Type));
        if (value is IrInstruction { Op: IrOp.MapAddr or IrOp.GlobalAddr or IrOp.FuncAddr or IrOp.PtrAdd or IrOp.Elem } computed)
            return TryRepeat(computed);
        // Before the packet moves its bounds are others than after.
        if (value is IrInstruction { Op: IrOp.CtxLoad } bound && PacketFields.IsPacket(bound))
            return !_movesPacket && TryRepeat(bound);
        if (value == _region.Function.Context)
            return Capture(value, IrPointee.Context, new IrParameterInfo("ctx", IrType.Ptr));
        return TryCaptureMemory(value);
    }

    public void Apply(IEnumerable<IrBlock> blocks)
    {
        foreach (IrInstruction instruction in blocks.SelectMany(static b => b.Instructions))
            _map.Apply(instruction);
    }

    private bool TryCaptureMemory(IrValue value)
    {
        PointerKind kind = _provenance.KindOf(value);
        // The body takes for granted that it is there.
        bool isThere = !_provenance.MayBeNull(value) || _known.IsNotNull(value);
        if (kind is not (PointerKind.Stack or PointerKind.Global or PointerKind.MapValue) || !isThere || _regions.SizeOf(value) is not { } size)
            return false;
        IrPointee pointee = kind == PointerKind.Stack ? IrPointee.Stack : IrPointee.Region;
        return Capture(value, pointee, new IrParameterInfo((value as IrInstruction)?.Symbol ?? "memory", IrType.U64) { Bytes = (int)size });
    }

    private bool TryRepeat(IrInstruction instruction)
    {
        if (!instruction.Operands.TrueForAll(TryAdd))
            return false;
        var copy = new IrInstruction(instruction.Op, instruction.Type, instruction.Operands.ToArray())
        {
            TypeArgument = instruction.TypeArgument,
            Symbol = instruction.Symbol,
            Immediate = instruction.Immediate,
            Span = instruction.Span,
        };
        _map.Apply(copy);
        Prologue.Add(copy);
        _map.Replace(instruction, copy);
        return true;
    }

    private bool Capture(IrValue value, IrPointee pointee, IrParameterInfo info)
    {
        var parameter = new IrParameter(value.Type);
        Captured.Add(value);
        Parameters.Add(parameter);
        Infos.Add(info with { Pointee = pointee });
        _map.Replace(value, parameter);
        return true;
    }
}
