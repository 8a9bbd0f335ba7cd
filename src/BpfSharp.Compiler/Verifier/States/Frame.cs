using System;
using BpfSharp.Compiler.Verifier.Values;
using BpfSharp.Objects.Instructions;

namespace BpfSharp.Compiler.Verifier.States;

/// <summary>Registers and stack of one function on the way that is walked (<c>struct bpf_func_state</c>).</summary>
internal sealed class Frame
{
    /// <summary>Call site of the main function (<c>BPF_MAIN_FUNC</c>).</summary>
    public const int Main = -1;

    private Frame(Register[] registers, StackSlot[] stack)
    {
        Registers = registers;
        Stack = stack;
    }

    public Register[] Registers { get; }

    public StackSlot[] Stack { get; private set; }

    /// <summary>Depth in the call chain.</summary>
    public int Number { get; private set; }

    /// <summary>Slot of the call.</summary>
    public int CallSite { get; private set; }

    /// <summary>First slot of the function.</summary>
    public int Start { get; private set; }

    /// <summary>Called by a helper, which calls it again and again.</summary>
    public bool IsCallback { get; set; }

    /// <summary>How often the helper that is being called has called back.</summary>
    public uint CallbackRounds { get; set; }

    /// <summary>Called by a timer, some time later.</summary>
    public bool IsLaterCallback { get; set; }

    /// <summary>Timers that led here, one from the function of the other.</summary>
    public int LaterCalls { get; set; }

    public static Frame Enter(int number, int callSite, int start)
    {
        var frame = new Frame(new Register[BpfOpcodes.FramePointer + 1], Array.Empty<StackSlot>()) { Number = number, CallSite = callSite, Start = start };
        for (int i = 0; i < BpfOpcodes.FramePointer; i++)
            frame.Registers[i].SetNone();
        frame.Registers[BpfOpcodes.FramePointer].SetPointer(RegisterKind.Stack);
        frame.Registers[BpfOpcodes.FramePointer].Frame = number;
        return frame;
    }

    /// <summary>The same, in the memory of a frame that is not needed any more.</summary>
    public Frame CopyTo(Frame? old)
    {
        Frame copy = old ?? new Frame(new Register[Registers.Length], Array.Empty<StackSlot>());
        Array.Copy(Registers, copy.Registers, Registers.Length);
        if (copy.Stack.Length != Stack.Length)
            copy.Stack = new StackSlot[Stack.Length];
        Array.Copy(Stack, copy.Stack, Stack.Length);
        copy.Number = Number;
        copy.CallSite = CallSite;
        copy.Start = Start;
        copy.IsCallback = IsCallback;
        copy.CallbackRounds = CallbackRounds;
        copy.IsLaterCallback = IsLaterCallback;
        copy.LaterCalls = LaterCalls;
        return copy;
    }

    /// <summary>Makes the stack at least so many bytes deep.</summary>
    public void Grow(int bytes)
    {
        int slots = (bytes + StackSlot.Bytes - 1) / StackSlot.Bytes;
        if (slots <= Stack.Length)
            return;
        StackSlot[] stack = Stack;
        Array.Resize(ref stack, slots);
        Stack = stack;
    }

    /// <summary>Number of the slot that holds a byte at a negative offset.</summary>
    public static int SlotOf(int offset) => (-offset - 1) / StackSlot.Bytes;
}
