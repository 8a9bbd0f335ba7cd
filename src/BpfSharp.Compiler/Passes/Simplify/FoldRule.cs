using BpfSharp.Compiler.Ir;

namespace BpfSharp.Compiler.Passes.Simplify;

/// <summary>
/// A rule looks at one instruction. It returns the value that stands for the result (a constant, an older value, or a new
/// instruction from <see cref="FoldOutput"/>), the instruction itself after it changed it in place, or null where it has nothing to say.
/// </summary>
internal delegate IrValue? FoldRule(IrInstruction instruction, FoldOutput output);
