using System;
using System.Collections.Generic;

namespace BpfSharp.Loader;

/// <summary>A program's machine code.</summary>
/// <param name="Bytes">The code of all its functions, one after the other, as an outside disassembler takes it.</param>
/// <param name="Functions">Bytes of each function.</param>
/// <param name="Lines">Where source lines begin; the line of the code before goes on until then. Empty where the kernel hides addresses (sysctl kernel.kptr_restrict).</param>
public sealed record JitedCode(ReadOnlyMemory<byte> Bytes, IReadOnlyList<int> Functions, IReadOnlyList<JitedLine> Lines);

/// <summary>Where a source line begins in machine code.</summary>
/// <param name="Offset">Bytes from the start of the code.</param>
/// <param name="Source">The line.</param>
public sealed record JitedLine(int Offset, SourceLine Source);
