namespace BpfSharp.Compiler.CodeGen.Machine;

/// <summary>Register numbers: 0 to 10 are the machine's, from <see cref="FirstVirtual"/> on virtual ones.</summary>
internal static class MachineRegisters
{
    public const int None = -1;
    public const int Result = 0;
    public const int FirstArgument = 1;
    public const int LastArgument = 5;
    public const int Frame = 10;

    /// <summary>r0 to r9 hold values; r10 is the frame's address for ever.</summary>
    public const int Allocatable = 10;

    public const int FirstVirtual = 16;

    public static bool IsVirtual(int register) => register >= FirstVirtual;
}
