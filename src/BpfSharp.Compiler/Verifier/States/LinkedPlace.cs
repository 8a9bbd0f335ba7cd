namespace BpfSharp.Compiler.Verifier.States;

/// <param name="Index">Register, or slot of the stack.</param>
internal readonly record struct LinkedPlace(int Frame, int Index, bool IsRegister);
