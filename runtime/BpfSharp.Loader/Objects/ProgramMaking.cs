using System;
using System.Collections.Generic;
using BpfSharp.Loader.Btf;
using BpfSharp.Loader.Maps;
using BpfSharp.Loader.Programs;
using BpfSharp.Objects.Model;

namespace BpfSharp.Loader;

/// <summary>What a program is made of. A chain loads it once more, in another form, with the same maps.</summary>
internal sealed record ProgramMaking(BpfProgramImage Image, BpfObject Source, LoadedParts Parts, LoadedTypes Types, IReadOnlyDictionary<string, int> Functions)
{
    public KernelProgram Load(ProgramKind kind) => Load(Image, kind, Parts.Maps, DebugInfo());

    /// <summary>In the place of a function.</summary>
    /// <exception cref="BpfException">The kernel has no types of the object, which it compares with the function's.</exception>
    public KernelProgram LoadExtension(ExtensionTarget target) => DebugInfo() is { } types
        ? Load(Image, ProgramKind.Extension(target), Parts.Maps, types)
        : throw new BpfException($"Program '{Image.Name}' can't be called by a dispatcher: the kernel has not taken the object's types. {Types.Note}".TrimEnd());

    /// <summary>As a member of a chain by tail calls.</summary>
    /// <param name="next">A program array, whose entry 0 comes next.</param>
    /// <param name="continueOn">Bits of the results with which the packet goes on.</param>
    public KernelProgram LoadChained(ProgramKind kind, KernelMap next, uint continueOn)
    {
        var maps = new Dictionary<string, KernelMap>(Parts.Maps, StringComparer.Ordinal) { [next.Name] = next };
        ProgramDebugInfo? types = DebugInfo();
        return Load(TailCallWrapping.Wrap(Image, next.Name, continueOn), kind, maps, types is null ? null : types with { Records = TailCallWrapping.Wrap(types.Records) });
    }

    private ProgramDebugInfo? DebugInfo() => Types.Descriptor is { } btf && Types.RecordsOf(Image.Name) is { } records ? new(btf, records) : null;

    private KernelProgram Load(BpfProgramImage image, ProgramKind kind, IReadOnlyDictionary<string, KernelMap> maps, ProgramDebugInfo? types) =>
        ProgramLoading.Load(image, kind, Relocation.Apply(image, maps, Functions), Source.License, types, KernelAge.Note(Source.Info?.TargetKernel));
}
