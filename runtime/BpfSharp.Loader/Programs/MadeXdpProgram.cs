using System;

namespace BpfSharp.Loader;

/// <summary>An XDP program that was made at run time, with the maps of an object: <see cref="BpfLoadedObject.LoadXdp"/>. Disposing it takes it out of the kernel, unless a program array
/// or a link still has it.</summary>
public sealed class MadeXdpProgram : IDisposable
{
    internal MadeXdpProgram(LoadedXdpProgram program) => Program = program;

    /// <summary>The program, which may be put into program arrays, attached and run.</summary>
    public LoadedXdpProgram Program { get; }

    /// <inheritdoc/>
    public void Dispose() => Program.Program.Dispose();
}
