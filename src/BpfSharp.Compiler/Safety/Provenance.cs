using System.Collections.Generic;
using BpfSharp.Compiler.Ir;

namespace BpfSharp.Compiler.Safety;

/// <summary>Where the pointers of a function come from.</summary>
internal sealed class Provenance
{
    private readonly IrFunction _function;
    private readonly Dictionary<string, IrHelper> _helpers;
    private readonly Dictionary<IrValue, PointerKind> _kinds = new();
    private readonly Dictionary<IrParameter, List<IrValue>> _arguments = new();

    public Provenance(IrFunction function, Dictionary<string, IrHelper> helpers)
    {
        _function = function;
        _helpers = helpers;
        foreach (IrBlock block in function.Blocks)
        {
            foreach (IrTarget target in block.Successors)
            {
                for (int i = 0; i < target.Arguments.Count; i++)
                {
                    if (target.Block.Parameters[i].Type != IrType.Ptr)
                        continue;
                    if (!_arguments.TryGetValue(target.Block.Parameters[i], out List<IrValue>? list))
                        _arguments.Add(target.Block.Parameters[i], list = new List<IrValue>());
                    list.Add(target.Arguments[i]);
                }
            }
        }
    }

    public IrFunction Function => _function;

    public PointerKind KindOf(IrValue pointer)
    {
        while (pointer is IrInstruction { Op: IrOp.PtrAdd or IrOp.Elem } step)
            pointer = step.Operands[0];
        if (!_kinds.TryGetValue(pointer, out PointerKind kind))
            _kinds.Add(pointer, kind = pointer is IrParameter parameter ? OfParameter(parameter) : OfOrigin(pointer));
        return kind;
    }

    /// <summary>Values other than parameters and steps that the pointer may be, in a fixed order.</summary>
    public List<IrValue> Origins(IrValue pointer)
    {
        while (pointer is IrInstruction { Op: IrOp.PtrAdd or IrOp.Elem } root)
            pointer = root.Operands[0];
        if (pointer is not IrParameter first || !_arguments.ContainsKey(first))
            return new List<IrValue>(1) { pointer };
        var origins = new List<IrValue>();
        var seen = new HashSet<IrValue>();
        var work = new Stack<IrValue>();
        work.Push(pointer);
        while (work.Count != 0)
        {
            IrValue value = work.Pop();
            while (value is IrInstruction { Op: IrOp.PtrAdd or IrOp.Elem } step)
                value = step.Operands[0];
            if (!seen.Add(value))
                continue;
            if (value is IrParameter parameter && _arguments.TryGetValue(parameter, out List<IrValue>? arguments))
            {
                for (int i = arguments.Count - 1; i >= 0; i--)
                    work.Push(arguments[i]);
            }
            else
            {
                origins.Add(value);
            }
        }

        return origins;
    }

    /// <summary>True if the pointer is null on some way, or a map value, a structure of the kernel's or a map in a map that was perhaps not found.</summary>
    public bool MayBeNull(IrValue pointer) =>
        Origins(pointer).Exists(o => OfOrigin(o) is PointerKind.Null or PointerKind.MapValue or PointerKind.Kernel || o is IrInstruction { Op: IrOp.Helper } lookup && OfHelper(lookup) == PointerKind.Map);

    private PointerKind OfParameter(IrParameter parameter)
    {
        var kind = PointerKind.Null;
        foreach (IrValue origin in Origins(parameter))
        {
            PointerKind next = OfOrigin(origin);
            if (next == PointerKind.Null || next == kind)
                continue;
            kind = kind == PointerKind.Null ? next : PointerKind.Unknown;
            if (kind == PointerKind.Unknown)
                break;
        }

        return kind;
    }

    private PointerKind OfArgument(IrValue value) => _function.InfoOf(value)?.Pointee switch
    {
        IrPointee.Stack => PointerKind.Stack,
        IrPointee.Packet => PointerKind.Packet,
        IrPointee.Region => PointerKind.Global,
        IrPointee.Record => PointerKind.Record,
        _ => value == _function.Context ? PointerKind.Context : PointerKind.Unknown,
    };

    private PointerKind OfOrigin(IrValue value) => value switch
    {
        IrConstant => PointerKind.Null,
        IrParameter parameter => OfArgument(parameter),
        IrInstruction { Op: IrOp.Captured } => OfArgument(value),
        IrInstruction { Op: IrOp.Slot } => PointerKind.Stack,
        IrInstruction { Op: IrOp.GlobalAddr } => PointerKind.Global,
        IrInstruction { Op: IrOp.MapAddr } => PointerKind.Map,
        IrInstruction { Op: IrOp.CtxLoad } load when !PacketFields.IsPacket(load) => PointerKind.Kernel,
        IrInstruction { Op: IrOp.CtxLoad } load => load.Symbol == "data_end" ? PointerKind.PacketEnd : PointerKind.Packet,
        IrInstruction { Op: IrOp.Helper } helper => OfHelper(helper),
        _ => PointerKind.Unknown,
    };

    private PointerKind OfHelper(IrInstruction call) => _helpers[call.Symbol!] is { ResultBytes: not 0 } ? PointerKind.Kernel : _helpers[call.Symbol!].Effects switch
    {
        var effects when (effects & (IrHelperEffects.ReturnsMapValue | IrHelperEffects.ReturnsMemory)) != 0 => PointerKind.MapValue,
        var effects when (effects & IrHelperEffects.ReturnsMap) != 0 => PointerKind.Map,
        _ => PointerKind.Unknown,
    };
}
