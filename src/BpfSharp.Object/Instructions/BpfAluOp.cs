namespace BpfSharp.Objects.Instructions;

/// <summary>Arithmetic of the classes <c>ALU</c> and <c>ALU64</c>.</summary>
/// <remarks>The low byte is the operation's bits in the opcode; the next is what the instruction holds in its offset, which picks the signed forms.</remarks>
public enum BpfAluOp
{
    Add = 0x00,
    Sub = 0x10,
    Mul = 0x20,
    Div = 0x30,
    Or = 0x40,
    And = 0x50,
    ShiftLeft = 0x60,
    ShiftRight = 0x70,
    Mod = 0x90,
    Xor = 0xa0,
    Move = 0xb0,
    ShiftRightSigned = 0xc0,

    /// <summary>Kernel 6.6.</summary>
    SignedDiv = 0x0130,

    /// <summary>Kernel 6.6.</summary>
    SignedMod = 0x0190,

    /// <summary>Sign-extends the low 8 bits; register form only, kernel 6.6.</summary>
    MoveSigned8 = 0x08b0,

    /// <summary>Sign-extends the low 16 bits; register form only, kernel 6.6.</summary>
    MoveSigned16 = 0x10b0,

    /// <summary>Sign-extends the low 32 bits; 64-bit register form only, kernel 6.6.</summary>
    MoveSigned32 = 0x20b0,
}
