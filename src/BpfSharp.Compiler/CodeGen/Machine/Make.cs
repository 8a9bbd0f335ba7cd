using BpfSharp.Objects.Instructions;

namespace BpfSharp.Compiler.CodeGen.Machine;

/// <summary>Makes machine instructions.</summary>
internal static class Make
{
    public static MachineInstruction Move(int destination, int source) => new(MachineOp.Move) { Destination = destination, Source = source, Wide = true };

    public static MachineInstruction LoadImmediate(int destination, long value) => new(MachineOp.LoadImmediate) { Destination = destination, Immediate = value };

    public static MachineInstruction LoadMap(int destination, string map) => new(MachineOp.LoadMap) { Destination = destination, Symbol = map };

    public static MachineInstruction LoadData(int destination, string section, long offset) =>
        new(MachineOp.LoadData) { Destination = destination, Symbol = section, Immediate = offset };

    public static MachineInstruction LoadFrameAddress(int destination, FrameSlot slot, int offset) =>
        new(MachineOp.LoadFrameAddress) { Destination = destination, Slot = slot, Offset = offset };

    public static MachineInstruction LoadFrame(int destination) => new(MachineOp.LoadFrame) { Destination = destination };

    public static MachineInstruction AddFrameOffset(int destination, FrameSlot slot, int offset) =>
        new(MachineOp.AddFrameOffset) { Destination = destination, Slot = slot, Offset = offset };

    public static MachineInstruction LoadFunction(int destination, string function) => new(MachineOp.LoadFunction) { Destination = destination, Symbol = function };

    public static MachineInstruction Alu(BpfAluOp op, bool wide, int destination, int source) =>
        new(MachineOp.Alu) { Alu = op, Wide = wide, Destination = destination, Source = source };

    public static MachineInstruction AluImmediate(BpfAluOp op, bool wide, int destination, long immediate) =>
        new(MachineOp.AluImmediate) { Alu = op, Wide = wide, Destination = destination, Immediate = immediate };

    public static MachineInstruction Negate(bool wide, int destination) => new(MachineOp.Negate) { Wide = wide, Destination = destination };

    public static MachineInstruction ByteSwap(int bits, int destination) => new(MachineOp.ByteSwap) { Immediate = bits, Destination = destination };

    public static MachineInstruction ZeroExtend(int destination, int source) => new(MachineOp.ZeroExtend) { Destination = destination, Source = source };

    /// <param name="wide">Extends to 64 bits; otherwise to 32, the others zero.</param>
    public static MachineInstruction SignExtend(int bits, bool wide, int destination, int source) =>
        new(MachineOp.SignExtend) { Immediate = bits, Wide = wide, Destination = destination, Source = source };

    public static MachineInstruction Load(BpfSize size, int destination, int address, int offset) =>
        new(MachineOp.Load) { Size = size, Destination = destination, Source = address, Offset = offset };

    public static MachineInstruction Load(BpfSize size, int destination, FrameSlot slot) =>
        new(MachineOp.Load) { Size = size, Destination = destination, Source = MachineRegisters.Frame, Slot = slot };

    public static MachineInstruction Store(BpfSize size, int address, int offset, int source) =>
        new(MachineOp.Store) { Size = size, Destination = address, Offset = offset, Source = source };

    public static MachineInstruction Store(BpfSize size, FrameSlot slot, int source) =>
        new(MachineOp.Store) { Size = size, Destination = MachineRegisters.Frame, Slot = slot, Source = source };

    public static MachineInstruction StoreImmediate(BpfSize size, int address, int offset, long immediate) =>
        new(MachineOp.StoreImmediate) { Size = size, Destination = address, Offset = offset, Immediate = immediate };

    public static MachineInstruction Call(int helper, int arguments) => new(MachineOp.Call) { Immediate = helper, ArgumentCount = arguments };

    public static MachineInstruction Call(string function, int arguments) => new(MachineOp.Call) { Symbol = function, ArgumentCount = arguments };

    public static MachineInstruction KernelCall(string function, int arguments) =>
        new(MachineOp.Call) { Symbol = function, ArgumentCount = arguments, IsKernelCall = true };

    public static MachineInstruction Jump() => new(MachineOp.Jump);

    public static MachineInstruction Exit() => new(MachineOp.Exit);
}
