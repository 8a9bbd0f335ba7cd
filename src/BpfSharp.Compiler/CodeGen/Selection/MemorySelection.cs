using BpfSharp.Compiler.CodeGen.Machine;
using BpfSharp.Compiler.Ir;
using BpfSharp.Objects.Instructions;

namespace BpfSharp.Compiler.CodeGen.Selection;

/// <summary>Loads and stores, also those of context fields.</summary>
internal static class MemorySelection
{
    // The kernel compares the whole register before it stores 16 bits of it (NO_QUEUE_MAPPING, bpf_convert_ctx_access).
    private const string WhollyCompared = "queue_mapping";

    public static void Load(Selector selector, IrInstruction i, int displacement)
    {
        IrType type = i.TypeArgument!;
        int result = selector.ResultOf(i);
        MachineInstruction load = Access(selector, MachineOp.Load, i, displacement);
        (load.Source, load.Destination) = (load.Destination, result);
        if (selector.IsSignedLoad(i))
            load.Op = MachineOp.LoadSigned;
        selector.Emit(load);
        if (load.Op == MachineOp.Load && type.Kind is IrTypeKind.I8 or IrTypeKind.I16)
            SignExtend(selector, result, type.PrimitiveSize * 8);
    }

    public static void Store(Selector selector, IrInstruction i, int displacement)
    {
        IrType type = i.TypeArgument!;
        IrValue value = i.Operands[1];
        bool isContext = i.Op == IrOp.CtxStore;
        if (Selector.TryImmediate(value, out int immediate) && (!isContext || selector.Features.HasContextStoreImmediate))
        {
            MachineInstruction constant = Access(selector, MachineOp.StoreImmediate, i, displacement);
            constant.Immediate = Truncate(immediate, type.PrimitiveSize);
            selector.Emit(constant);
            return;
        }

        int source = type.PrimitiveSize == 8 || (isContext && i.Symbol == WhollyCompared) ? selector.Use(value) : selector.UseLow(value);
        MachineInstruction store = Access(selector, MachineOp.Store, i, displacement);
        store.Source = source;
        selector.Emit(store);
    }

    private static MachineInstruction Access(Selector selector, MachineOp op, IrInstruction i, int displacement)
    {
        selector.UseAddress(i.Operands[0], out int register, out FrameSlot? slot, out int offset);
        return new MachineInstruction(op)
        {
            Size = BpfSizes.OfBytes(i.TypeArgument!.PrimitiveSize),
            Destination = register,
            Slot = slot,
            Offset = offset + displacement,
            IsContext = i.Op is IrOp.CtxLoad or IrOp.CtxStore,
            KernelObject = selector.KernelObject(i.Operands[0]),
        };
    }

    private static void SignExtend(Selector selector, int register, int bits)
    {
        if (selector.Features.HasVersion4)
        {
            selector.Emit(Make.SignExtend(bits, wide: false, register, register));
            return;
        }

        selector.Emit(Make.AluImmediate(BpfAluOp.ShiftLeft, wide: false, register, 32 - bits));
        selector.Emit(Make.AluImmediate(BpfAluOp.ShiftRightSigned, wide: false, register, 32 - bits));
    }

    // Bytes that are not stored would only make equal code look different.
    private static int Truncate(int value, int bytes) => bytes switch { 1 => (byte)value, 2 => (ushort)value, _ => value };
}
