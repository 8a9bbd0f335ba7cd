using BpfSharp.Compiler.Ir;

namespace BpfSharp.Frontend.Lowering;

/// <summary>A place between two instructions of a function that is being made.</summary>
internal readonly record struct IrPosition(IrBlock Block, int Index);
