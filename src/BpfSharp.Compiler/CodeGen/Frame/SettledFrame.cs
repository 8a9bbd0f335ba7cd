using BpfSharp.Compiler.CodeGen.Machine;

namespace BpfSharp.Compiler.CodeGen.Frame;

/// <summary>
/// Once slots have their places, what is in one place is one: accesses name bytes of the frame, and no longer whose they are. Code that two blocks end with is then the same
/// although the one works on another local than the other.
/// </summary>
internal static class SettledFrame
{
    public static void Run(MachineFunction function)
    {
        var frame = new FrameSlot("", 0);
        foreach (MachineBlock block in function.Blocks)
        {
            foreach (MachineInstruction instruction in block.Instructions)
            {
                if (instruction.Slot is null)
                    continue;
                instruction.Offset += instruction.Slot.Offset;
                instruction.Slot = frame;
            }
        }
    }
}
