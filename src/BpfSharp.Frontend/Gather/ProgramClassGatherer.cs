using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;

namespace BpfSharp.Frontend.Gather;

/// <summary>Reads the declarations of a program class: programs, maps, globals, constants, license.</summary>
public static class ProgramClassGatherer
{
    /// <summary>Attributes whose methods are programs. The pipeline looks these up by name; what they mean is read from their <c>[BpfProgramType]</c>.</summary>
    public static IReadOnlyList<string> ProgramAttributes { get; } = new[]
    {
        "BpfSharp.XdpProgramAttribute", "BpfSharp.XdpDeviceMapProgramAttribute", "BpfSharp.XdpCpuMapProgramAttribute", "BpfSharp.TcProgramAttribute",
    };

    /// <summary>True for a class that has at least one method with a program attribute.</summary>
    public static bool IsProgramClass(INamedTypeSymbol type) => FirstProgram(type) is not null;

    /// <summary>The first method in source order with a program attribute: stands for its class where each class is to be taken once.</summary>
    public static IMethodSymbol? FirstProgram(INamedTypeSymbol type) =>
        type.GetMembers().OfType<IMethodSymbol>().FirstOrDefault(static m => ProgramGatherer.AttributesOf(m).Count != 0);

    /// <summary>True for the attribute that makes the first program of its class: there is one in a class, also where a method has several or is in two parts.</summary>
    public static bool IsFirst(AttributeData attribute, INamedTypeSymbol type) =>
        FirstProgram(type) is { } first && ProgramGatherer.AttributesOf(first)[0].Attribute.ApplicationSyntaxReference is { } place
        && attribute.ApplicationSyntaxReference is { } other && place.SyntaxTree == other.SyntaxTree && place.Span == other.Span;

    public static GatheredClass Gather(INamedTypeSymbol type, Compilation compilation, CancellationToken cancellation = default)
    {
        var diagnostics = new List<GatheredDiagnostic>();
        var gathered = new GatheredClass(type, compilation);
        if (AttributeReader.Find(type, KnownNames.License) is { } license)
            gathered.License = AttributeReader.String(license, 0) ?? gathered.License;
        gathered.CanExtend = ClassRules.Check(type, diagnostics, cancellation);
        gathered.Programs = ProgramGatherer.Gather(type, diagnostics);
        cancellation.ThrowIfCancellationRequested();

        var fields = new FieldInitializers(compilation, cancellation);
        var maps = new List<GatheredMap>();
        var globals = new List<GatheredGlobal>();
        var constants = new List<GatheredConstant>();
        foreach (IFieldSymbol field in type.GetMembers().OfType<IFieldSymbol>().Where(static f => !f.IsConst && !f.IsImplicitlyDeclared))
        {
            if (MapGatherer.TypeOf(field) is { } mapType)
                AddIfSome(maps, MapGatherer.Gather(field, mapType, fields, diagnostics));
            else if (ConstantGatherer.IsLoadConstant(field))
                AddIfSome(constants, ConstantGatherer.Gather(field, fields, diagnostics));
            else if (field.IsStatic && !field.IsReadOnly)
                AddIfSome(globals, GlobalGatherer.Gather(field, fields, diagnostics));
        }

        gathered.Maps = maps;
        gathered.Globals = globals;
        gathered.Constants = constants;
        SlotRules.Check(gathered, diagnostics);
        NameRules.Check(gathered, diagnostics);
        AccessRules.Check(gathered, diagnostics);
        gathered.Diagnostics = diagnostics;
        return gathered;
    }

    private static void AddIfSome<T>(List<T> list, T? item)
        where T : class
    {
        if (item is not null)
            list.Add(item);
    }
}
