namespace BpfSharp.Objects.Instructions;

/// <summary>Comparison of a conditional jump (classes <c>JMP</c> and <c>JMP32</c>); values are the opcode's bits.</summary>
public enum BpfCondition
{
    Equal = 0x10,
    Greater = 0x20,
    GreaterOrEqual = 0x30,

    /// <summary>Jumps when <c>left &amp; right</c> is not 0.</summary>
    AnyBitSet = 0x40,
    NotEqual = 0x50,
    SignedGreater = 0x60,
    SignedGreaterOrEqual = 0x70,
    Less = 0xa0,
    LessOrEqual = 0xb0,
    SignedLess = 0xc0,
    SignedLessOrEqual = 0xd0,
}
