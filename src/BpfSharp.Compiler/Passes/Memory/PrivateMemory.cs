using System.Collections.Generic;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Passes.Subprograms;
using BpfSharp.Compiler.Safety;

namespace BpfSharp.Compiler.Passes.Memory;

/// <summary>Which accesses touch which private memory.</summary>
internal sealed class PrivateMemory
{
    private readonly CompilationContext _context;
    private readonly Provenance _provenance;

    public PrivateMemory(CompilationContext context, IrFunction function)
        : this(context, new Provenance(function, context.Module.Helpers))
    {
    }

    public PrivateMemory(CompilationContext context, Provenance provenance)
    {
        _context = context;
        _provenance = provenance;
    }

    public bool IsPrivate(IrValue pointer) => _provenance.KindOf(pointer) is PointerKind.Stack or PointerKind.Packet;

    /// <summary>True unless the access surely leaves the place alone.</summary>
    public bool MayTouch(IrValue pointer, int size, MemoryPlace place)
    {
        PointerParts parts = PointerParts.Of(pointer);
        if (parts.Base == place.Base)
            return size == 0 || new MemoryPlace(parts.Base, parts.Offset, size).Overlaps(place);
        if (parts.Base is IrInstruction { Op: IrOp.Slot } && place.Base is IrInstruction { Op: IrOp.Slot })
            return false;
        PointerKind kind = _provenance.KindOf(pointer);
        PointerKind placeKind = _provenance.KindOf(place.Base);
        // A dynptr's slice is the packet's bytes, or a copy of them in a local.
        if (kind == PointerKind.MapValue && placeKind is PointerKind.Stack or PointerKind.Packet && _provenance.Origins(pointer).Exists(o => DynptrSlots.IsSlice(o, _context.Module.Helpers)))
            return true;
        if (kind != PointerKind.Unknown && placeKind != PointerKind.Unknown && kind != placeKind)
            return false;
        // Two locals are apart, whatever the steps into them.
        return kind != PointerKind.Stack || MayMeet(_provenance.Origins(pointer), _provenance.Origins(place.Base));
    }

    /// <summary>Only computes, from values and fields of the context: accesses to memory may be moved past it.</summary>
    public static bool IsApart(IrInstruction instruction) => instruction.Op == IrOp.CtxLoad || IrOpTable.Get(instruction.Op).IsPure;

    /// <summary>True if the instruction may change what stands in the place.</summary>
    public bool MayChange(IrInstruction instruction, MemoryPlace place) => MayChange(instruction, MemoryAccess.Of(instruction, _context), place);

    /// <param name="accesses">All of the instruction.</param>
    public bool MayChange(IrInstruction instruction, MemoryAccess[] accesses, MemoryPlace place)
    {
        // Subprograms and callbacks have the context, and with it the packet.
        if ((instruction.Op == IrOp.CallSubprogram || Callbacks.Has(instruction) || instruction.Op == IrOp.Helper && ChangesPacket(instruction)) && _provenance.KindOf(place.Base) != PointerKind.Stack)
            return true;
        foreach (MemoryAccess access in accesses)
        {
            if (access.IsWrite && MayTouch(access.Pointer, access.Size, place))
                return true;
        }

        return false;
    }

    // Two parameters may refer to one local of the caller's.
    private static bool MayMeet(List<IrValue> some, List<IrValue> others) =>
        some.Exists(others.Contains) || (some.Exists(IsGiven) && others.Exists(IsGiven));

    private static bool IsGiven(IrValue origin) => origin is IrParameter or IrInstruction { Op: IrOp.Captured };

    // With the context in hand, a helper may write into the packet.
    private bool ChangesPacket(IrInstruction call)
    {
        IrHelper helper = _context.Module.Helpers[call.Symbol!];
        return (helper.Effects & IrHelperEffects.ChangesPacket) != 0 || helper.Arguments.Contains(IrHelperArgument.Context);
    }
}
