using System.Collections.Generic;
using System.Linq;
using System.Threading;
using BpfSharp.Compiler.Ir;
using BpfSharp.Frontend.Gather;
using BpfSharp.Frontend.Library;
using BpfSharp.Frontend.Lowering;
using Microsoft.CodeAnalysis;

namespace BpfSharp.Frontend;

/// <summary>C# to lowered IR (docs/ir.md). Nothing here throws for any user code.</summary>
public static class BpfFrontend
{
    /// <summary>Lowers one program class: its programs, every method that they reach in source, and its maps, globals, constants and types.</summary>
    public static LoweringResult LowerProgramClass(GatheredClass gathered, Compilation compilation, CancellationToken cancellation = default)
    {
        var module = new ModuleLowering(compilation, ReadLibraries(compilation), cancellation) { ProgramClass = gathered.Type };
        module.Module.Name = gathered.FullName;
        module.Module.License = gathered.License;
        module.Guard(gathered.FullName, gathered.Type.Locations.FirstOrDefault(), () => module.Globals.Declare(gathered));
        foreach (GatheredProgram program in gathered.Programs)
        {
            module.Module.Programs.Add(new IrProgram
            {
                Name = program.Name,
                Function = module.NameOf(program.Method),
                Kind = program.Kind,
                Section = program.Section,
                Since = program.Since,
                OnFault = program.OnFault,
                IsDeviceBound = program.IsDeviceBound,
            });
            module.Require(program.Method);
        }

        module.Run();
        return Result(module);
    }

    /// <summary>Lowers the exported functions of a compilation, closed over what they call; null where it exports none.</summary>
    public static LoweringResult? LowerLibrary(Compilation compilation, CancellationToken cancellation = default)
    {
        IReadOnlyList<IMethodSymbol> exported = ExportedMethods.Of(compilation, cancellation).ToList();
        if (exported.Count == 0)
            return null;
        var module = new ModuleLowering(compilation, ReadLibraries(compilation), cancellation);
        foreach (IMethodSymbol method in exported)
            module.Require(method);
        module.Run();
        return Result(module);
    }

    /// <summary>Bodies that the referenced assemblies carry. Each reference is decoded once.</summary>
    public static LibraryBodies ReadLibraries(Compilation compilation) => LibraryReader.Read(compilation);

    private static LoweringResult Result(ModuleLowering module) => new(
        module.Module,
        module.Spans.ToSourceMap(module.Compilation),
        module.Spans.Locations,
        module.Diagnostics.Diagnostics,
        module.IsComplete);
}
