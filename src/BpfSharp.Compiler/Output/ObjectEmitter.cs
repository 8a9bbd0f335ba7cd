using System;
using BpfSharp.Objects.Model;

namespace BpfSharp.Compiler.Output;

/// <summary>Joins code with positions: BTF of types, functions and lines, fault sites, and the object file's model.</summary>
public static class ObjectEmitter
{
    public static BpfObject Emit(CompiledModule module, SourceMap sources) => throw new NotImplementedException();
}
