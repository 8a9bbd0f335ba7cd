namespace BpfSharp.Objects.Instructions;

/// <summary>Parts of an opcode byte and special register values (include/uapi/linux/bpf.h, RFC 9669).</summary>
public static class BpfOpcodes
{
    public const byte ClassMask = 0x07;
    public const byte Ld = 0x00;
    public const byte Ldx = 0x01;
    public const byte St = 0x02;
    public const byte Stx = 0x03;
    public const byte Alu = 0x04;
    public const byte Jmp = 0x05;
    public const byte Jmp32 = 0x06;
    public const byte Alu64 = 0x07;

    /// <summary>The second operand is the immediate.</summary>
    public const byte Immediate = 0x00;

    /// <summary>The second operand is the source register.</summary>
    public const byte Register = 0x08;
    public const byte OperationMask = 0xf0;

    public const byte ModeMask = 0xe0;
    public const byte ModeImmediate = 0x00;
    public const byte ModeAbsolute = 0x20;
    public const byte ModeIndirect = 0x40;
    public const byte ModeMemory = 0x60;
    public const byte ModeMemorySigned = 0x80;
    public const byte ModeAtomic = 0xc0;

    public const byte Neg = 0x80;
    public const byte Endian = 0xd0;
    public const byte JumpAlways = 0x00;
    public const byte CallOperation = 0x80;
    public const byte ExitOperation = 0x90;
    public const byte JumpConditionally = 0xe0;

    /// <summary>First slot of a 64-bit immediate load; its second slot has opcode 0.</summary>
    public const byte LoadImmediate64 = Ld | ModeImmediate | (byte)BpfSize.Double;
    public const byte Call = Jmp | CallOperation;
    public const byte Exit = Jmp | ExitOperation;
    public const byte Goto = Jmp | JumpAlways;
    public const byte GotoLong = Jmp32 | JumpAlways;

    /// <summary>Source of <see cref="LoadImmediate64"/>: the immediate is a map's descriptor.</summary>
    public const byte PseudoMapFd = 1;

    /// <summary>Source of <see cref="LoadImmediate64"/>: address in the value of a single-entry array; the second immediate is the offset.</summary>
    public const byte PseudoMapValue = 2;

    /// <summary>Source of <see cref="LoadImmediate64"/>: address of a kernel variable, by BTF id.</summary>
    public const byte PseudoBtfId = 3;

    /// <summary>Source of <see cref="LoadImmediate64"/>: address of a function of the program, relative in slots.</summary>
    public const byte PseudoFunc = 4;

    /// <summary>As <see cref="PseudoMapFd"/>, by index in <c>fd_array</c>.</summary>
    public const byte PseudoMapIndex = 5;

    /// <summary>As <see cref="PseudoMapValue"/>, by index in <c>fd_array</c>.</summary>
    public const byte PseudoMapIndexValue = 6;

    /// <summary>Source of <see cref="Call"/>: a function of the program, relative in slots.</summary>
    public const byte PseudoCall = 1;

    /// <summary>Source of <see cref="Call"/>: a kernel function, by BTF id.</summary>
    public const byte PseudoKernelCall = 2;

    public const int FramePointer = 10;
}
