using System;
using BpfSharp.Compiler.Testing;

namespace BpfSharp.Compiler;

/// <summary>What a compilation depends on besides its IR.</summary>
public sealed record CompilerOptions
{
    /// <summary>Lowest kernel that must accept the object (<c>BpfTargetKernel</c>).</summary>
    public Version TargetKernel { get; init; } = new(6, 1);

    /// <summary>Check the IR after every pass.</summary>
    public bool VerifyPasses { get; init; }

    /// <summary>Null outside tests.</summary>
    internal CompilationHooks? Hooks { get; init; } = CompilationHooks.Current;
}
