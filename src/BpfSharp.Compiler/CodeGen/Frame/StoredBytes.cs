using BpfSharp.Compiler.CodeGen.Machine;
using BpfSharp.Objects.Instructions;

namespace BpfSharp.Compiler.CodeGen.Frame;

/// <summary>Bytes of the frame that hold the low bits of a register, or a constant where that is none.</summary>
internal readonly record struct StoredBytes(int Offset, int Size, int Register, long Immediate)
{
    public static StoredBytes Of(MachineInstruction store)
    {
        int size = store.Size.Bytes();
        return store.Op == MachineOp.StoreImmediate
            ? new StoredBytes(store.Offset, size, MachineRegisters.None, store.Immediate)
            : new StoredBytes(store.Offset, size, store.Source, 0);
    }

    public bool Overlaps(StoredBytes other) => Offset < other.Offset + other.Size && other.Offset < Offset + Size;
}
