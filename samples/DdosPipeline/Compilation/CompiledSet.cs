using System.Collections.Generic;
using BpfSharp.Objects.Model;

namespace DdosPipeline.Compilation;

/// <summary>A signature file as map entries and a program.</summary>
/// <param name="Blocks">The rule set's map.</param>
/// <param name="Entries">The signatures, in order, but for bytecode.</param>
/// <param name="Bytecode">The bytecode in one program; null: none.</param>
public sealed record CompiledSet(SetBlock[] Blocks, IReadOnlyList<SignatureEntry> Entries, BpfProgramImage? Bytecode);
