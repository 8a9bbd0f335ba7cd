using System;

namespace BpfSharp.Objects.Instructions;

/// <summary>Fields of an instruction that a form leaves free.</summary>
[Flags]
public enum BpfFields
{
    None = 0,
    Destination = 1,
    Source = 2,
    Offset = 4,
    Immediate = 8,
}

/// <summary>One row of the instruction set. Fields that are not free must hold the row's values: the kernel refuses anything else as reserved.</summary>
/// <param name="Name">Unique, such as <c>add64.imm</c>.</param>
/// <param name="Free">Fields that are operands.</param>
/// <param name="Source">Value of the source register where it is not free.</param>
/// <param name="Offset">Value of the offset where it is not free.</param>
/// <param name="Immediate">Value of the immediate where it is not free.</param>
/// <param name="Text">Disassembly: <c>{D} {S}</c> 64-bit and <c>{d} {s}</c> 32-bit registers, <c>{o}</c> memory offset, <c>{j}</c> jump
/// distance from the offset, <c>{J}</c> from the immediate, <c>{i}</c> immediate, <c>{x}</c> 64-bit immediate, <c>{h}</c> the second slot's immediate.</param>
/// <param name="Since">First kernel.</param>
public sealed record BpfInstructionForm(
    string Name,
    byte Opcode,
    BpfFields Free,
    string Text,
    string Since,
    byte Source = 0,
    short Offset = 0,
    int Immediate = 0)
{
    public bool Matches(in BpfInstruction instruction) =>
        instruction.Opcode == Opcode
        && ((Free & BpfFields.Destination) != 0 ? instruction.Destination <= BpfOpcodes.FramePointer : instruction.Destination == 0)
        && ((Free & BpfFields.Source) != 0 ? instruction.Source <= BpfOpcodes.FramePointer : instruction.Source == Source)
        && ((Free & BpfFields.Offset) != 0 || instruction.Offset == Offset)
        && ((Free & BpfFields.Immediate) != 0 || instruction.Immediate == Immediate);
}
