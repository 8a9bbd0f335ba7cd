namespace BpfSharp.Compiler.CodeGen.WalkOrder.Ways;

/// <summary>A place in a block where the verifier compares and keeps states.</summary>
/// <param name="Number">Unique in the function.</param>
/// <param name="Index">Of the instruction behind it.</param>
/// <param name="Instructions">Of the block, before it.</param>
/// <param name="Calls">Of the block, before it.</param>
/// <param name="Slots">Of the block, before it.</param>
/// <param name="IsRest">Only if a jump to the next instruction is put in.</param>
internal readonly record struct BlockPoint(int Number, int Index, int Instructions, int Calls, int Slots, bool IsRest);
