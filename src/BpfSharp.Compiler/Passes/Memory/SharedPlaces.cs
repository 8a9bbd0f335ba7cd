using System.Collections.Generic;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Safety;

namespace BpfSharp.Compiler.Passes.Memory;

/// <summary>
/// Map values and globals: other CPUs and user space change them, too. Reads of one place beside each other may be one, as in .NET's memory model (docs/design/specs/Memory-model.md of dotnet/runtime: adjacent reads can be
/// coalesced). What orders memory parts them: an atomic operation, and with it <c>Volatile</c> and barriers, a helper (a lock is one), a call, a round of a loop, and more than one step from block to block.
/// </summary>
internal sealed class SharedPlaces
{
    private readonly CompilationContext _context;
    private readonly Provenance _provenance;
    private readonly Dictionary<IrValue, bool> _isShared = new();

    public SharedPlaces(CompilationContext context, Provenance provenance)
    {
        _context = context;
        _provenance = provenance;
    }

    /// <summary>True of a pointer that surely leads into map values, records in a ring, or globals.</summary>
    public bool IsShared(IrValue pointer)
    {
        IrValue root = PointerParts.Of(pointer).Base;
        if (!_isShared.TryGetValue(root, out bool isShared))
            _isShared.Add(root, isShared = _provenance.KindOf(root) is PointerKind.MapValue or PointerKind.Global && _provenance.Origins(root).TrueForAll(IsSharedOrigin));
        return isShared;
    }

    /// <summary>Whatever the place, reads before the instruction are not those after it.</summary>
    public static bool Parts(IrInstruction instruction) => instruction.Op is IrOp.Atomic or IrOp.Helper or IrOp.CallSubprogram;

    /// <summary>
    /// Reads that stay: one before an atomic operation may be <c>Volatile.Read</c>, whose barrier that is.
    /// </summary>
    public static HashSet<IrInstruction> ReadsThatStay(IrFunction function)
    {
        var stay = new HashSet<IrInstruction>();
        foreach (IrBlock block in function.Blocks)
        {
            IrInstruction? last = null;
            foreach (IrInstruction instruction in block.Instructions)
            {
                if (instruction.Op == IrOp.Atomic && last is not null)
                    stay.Add(last);
                if (instruction.Op == IrOp.Load)
                    last = instruction;
                else if (Parts(instruction))
                    last = null;
            }
        }

        return stay;
    }

    /// <summary>True unless a write of so many bytes (0: unknown) surely leaves the place alone.</summary>
    public bool MayChange(IrValue pointer, int size, MemoryPlace place)
    {
        PointerParts parts = PointerParts.Of(pointer);
        if (parts.Base == place.Base || IsOneGlobal(parts.Base, place.Base))
            return size == 0 || new MemoryPlace(place.Base, parts.Offset, size).Overlaps(place);
        if (parts.Base is IrInstruction { Op: IrOp.GlobalAddr } && place.Base is IrInstruction { Op: IrOp.GlobalAddr })
            return false;
        return _provenance.KindOf(pointer) is not (PointerKind.Stack or PointerKind.Packet);
    }

    private static bool IsOneGlobal(IrValue one, IrValue other) =>
        one is IrInstruction { Op: IrOp.GlobalAddr } a && other is IrInstruction { Op: IrOp.GlobalAddr } b && a.Symbol == b.Symbol;

    // A dynptr's slice is bytes of the packet, or a copy of them. What a parameter refers to is its caller's.
    private bool IsSharedOrigin(IrValue origin) => origin is IrConstant or IrInstruction { Op: IrOp.GlobalAddr }
        || (origin is IrInstruction { Op: IrOp.Helper } && !DynptrSlots.IsSlice(origin, _context.Module.Helpers));
}
