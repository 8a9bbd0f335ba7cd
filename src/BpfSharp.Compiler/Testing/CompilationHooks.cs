using System;
using System.Collections.Generic;
using BpfSharp.Compiler.CodeGen.Machine;
using BpfSharp.Compiler.Ir;
using BpfSharp.Compiler.Output;
using BpfSharp.Compiler.Verifier.Walk;

namespace BpfSharp.Compiler.Testing;

/// <summary>
/// What a test sees of every compilation of its thread, and does to it: passes left out, bugs planted behind a pass. Nothing outside tests sets them.
/// </summary>
internal abstract class CompilationHooks
{
    [ThreadStatic]
    private static CompilationHooks? s_current;

    /// <summary>The hooks of compilations that this thread begins; null: none.</summary>
    public static CompilationHooks? Current
    {
        get => s_current;
        set => s_current = value;
    }

    /// <summary>Tells results apart in <see cref="CompilationCache"/>: other hooks, other code.</summary>
    public abstract string Key { get; }

    /// <summary>The module as the front end gave it, and the linked one.</summary>
    public virtual void Linked(IrModule lowered, IrModule closed)
    {
    }

    /// <summary>Whether this pass is left out.</summary>
    public virtual bool Skips(string pass) => false;

    /// <summary>After each pass over a flat function.</summary>
    /// <param name="pass">Its name in <c>PassPipeline</c>.</param>
    /// <param name="changed">Whether it said that it changed something.</param>
    /// <returns>Whether the hook itself changed the function.</returns>
    public virtual bool AfterPass(string pass, bool changed, IrFunction function) => false;

    /// <summary>The code of one program when blocks have their order, before others are tried.</summary>
    public virtual void Ordered(IReadOnlyList<MachineFunction> functions)
    {
    }

    /// <summary>The verifier's walk over the code as the model does it.</summary>
    public virtual void Walked(CompiledProgram program, WalkResult walk)
    {
    }

    /// <summary>The code of one program, before it goes into an object.</summary>
    public virtual void Encoded(CompiledProgram program)
    {
    }
}
