using System.Linq;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Ir.Analysis;
using BpfSharp.Compiler.Safety;

namespace BpfSharp.Compiler.Passes.Memory;

/// <summary>
/// Whether a move may carry a few bytes more than it has to, to be one move instead of two: they can be read where they come from, and where they go something else is stored before
/// anybody looks.
/// </summary>
internal sealed class ExcessBytes
{
    private readonly CompilationContext _context;
    private readonly IrFunction _function;
    private readonly PrivateMemory _memory;
    private readonly Provenance _provenance;
    private readonly Regions _regions;
    private FactFlow? _facts;

    public ExcessBytes(CompilationContext context, IrFunction function, PrivateMemory memory, Provenance provenance)
    {
        _context = context;
        _function = function;
        _memory = memory;
        _provenance = provenance;
        _regions = new Regions(context, provenance);
    }

    /// <summary>The place is in the packet as far as that is proven at the block's start, or in a map's value. A local's bytes may never have been written.</summary>
    public bool CanRead(MemoryPlace place, IrBlock block)
    {
        switch (_provenance.KindOf(place.Base))
        {
            case PointerKind.Packet:
                return IsInPacket(place, block);
            case PointerKind.MapValue:
                return _provenance.Origins(place.Base) is [IrInstruction { Op: IrOp.Helper } lookup] && lookup == place.Base && place.Offset >= 0
                    && _regions.SizeOf(lookup) >= place.Offset + place.Size
                    && !KernelFields.Of(_context, _function, lookup).Any(f => f.Offset < place.Offset + place.Size && place.Offset < f.Offset + f.Size);
            default:
                return false;
        }
    }

    public bool CanWrite(MemoryPlace place, IrBlock block) => place.Base is IrInstruction { Op: IrOp.Slot } slot
        ? place.Offset >= 0 && place.Offset + place.Size <= slot.Immediate
        : _provenance.KindOf(place.Base) == PointerKind.Packet && IsInPacket(place, block);

    /// <summary>True if from this instruction on every byte of the place is stored again, and not read before.</summary>
    public bool IsOverwritten(MemoryPlace place, IrBlock block, int from)
    {
        var left = new ByteSet(place.Size, value: true);
        for (int i = from; i < block.Instructions.Count; i++)
        {
            IrInstruction instruction = block.Instructions[i];
            if (instruction.Op == IrOp.Store)
            {
                PointerParts parts = PointerParts.Of(instruction.Operands[0]);
                if (parts.Base == place.Base)
                    left.Remove(parts.Offset - place.Offset, instruction.TypeArgument!.PrimitiveSize);
                if (!left.Any(0, place.Size))
                    return true;
            }
            else if (instruction.Op == IrOp.Load ? _memory.MayTouch(instruction.Operands[0], instruction.TypeArgument!.PrimitiveSize, place) : !PrivateMemory.IsApart(instruction))
            {
                return false;
            }
        }

        return false;
    }

    private bool IsInPacket(MemoryPlace place, IrBlock block)
    {
        _facts ??= new FactFlow(new ControlFlow(_function));
        return place.Offset >= 0 && _facts.AtEntry(block).PacketBytes(place.Base) >= place.Offset + place.Size;
    }
}
