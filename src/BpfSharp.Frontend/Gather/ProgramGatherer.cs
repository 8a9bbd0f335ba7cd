using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;

namespace BpfSharp.Frontend.Gather;

/// <summary>Methods whose attribute carries <c>[BpfProgramType]</c>.</summary>
internal static class ProgramGatherer
{
    /// <summary>The program attributes of a method, each with the attribute on its class that tells the program type. A right program has one.</summary>
    public static List<(AttributeData Attribute, AttributeData ProgramType)> AttributesOf(IMethodSymbol method)
    {
        var found = new List<(AttributeData, AttributeData)>();
        IEnumerable<AttributeData> attributes = method.PartialImplementationPart is { } part ? method.GetAttributes().Concat(part.GetAttributes()) : method.GetAttributes();
        foreach (AttributeData attribute in attributes)
        {
            if (attribute.AttributeClass is { } type && AttributeReader.Find(type, KnownNames.ProgramType) is { } programType)
                found.Add((attribute, programType));
        }

        return found;
    }

    public static List<GatheredProgram> Gather(INamedTypeSymbol type, List<GatheredDiagnostic> diagnostics)
    {
        var programs = new List<GatheredProgram>();
        foreach (IMethodSymbol method in type.GetMembers().OfType<IMethodSymbol>())
        {
            List<(AttributeData Attribute, AttributeData ProgramType)> attributes = AttributesOf(method);
            if (attributes.Count == 0)
                continue;
            GatheredProgram program = Read(method.PartialImplementationPart ?? method, attributes[0].Attribute, attributes[0].ProgramType);
            if (attributes.Select(static a => a.Attribute.AttributeClass).Distinct(SymbolEqualityComparer.Default).Count() > 1)
                diagnostics.Add(new GatheredDiagnostic("BPF2025", program.Method.Locations[0], method.Name));
            CheckMethod(program, diagnostics);
            if (programs.Any(p => p.Name == program.Name))
                diagnostics.Add(new GatheredDiagnostic("BPF2007", program.Method.Locations[0], program.Name));
            else
                programs.Add(program);
        }

        return programs;
    }

    private static GatheredProgram Read(IMethodSymbol method, AttributeData attribute, AttributeData programType)
    {
        string kind = AttributeReader.String(programType, 0) ?? "";
        int fault = AttributeReader.Int(attribute, "OnFault", AttributeReader.Int(programType, "OnFault", 0));
        string? name = AttributeReader.String(attribute, "Name");
        bool fragments = AttributeReader.Bool(attribute, "Fragments");
        return new GatheredProgram(
            method,
            string.IsNullOrEmpty(name) ? method.Name : name!,
            kind,
            (fragments ? AttributeReader.String(programType, "FragmentsSection") : AttributeReader.String(programType, 1)) ?? kind,
            (fragments ? AttributeReader.String(programType, "FragmentsSince") : null) ?? "",
            fault,
            AttributeReader.Type(programType, "Context"),
            AttributeReader.Type(programType, "Verdict"))
        {
            IsDeviceBound = AttributeReader.Bool(attribute, "DeviceBound"),
        };
    }

    private static void CheckMethod(GatheredProgram program, List<GatheredDiagnostic> diagnostics)
    {
        int before = diagnostics.Count;
        IMethodSymbol method = program.Method;
        Location location = method.Locations[0];
        if (!method.IsStatic)
            diagnostics.Add(new GatheredDiagnostic("BPF2001", location, method.Name));
        if (method.IsGenericMethod)
            diagnostics.Add(new GatheredDiagnostic("BPF2006", location, method.Name, "generic"));
        if (program.Context is { } context && !TakesOnly(method, context))
            diagnostics.Add(new GatheredDiagnostic("BPF2002", location, method.Name, context.Name));
        if (program.Verdict is { } verdict && (method.RefKind != RefKind.None || !Same(method.ReturnType, verdict)))
            diagnostics.Add(new GatheredDiagnostic("BPF2003", location, method.Name, verdict.Name));
        if (method.IsExtern || method.IsAsync || (method.IsPartialDefinition && method.PartialImplementationPart is null))
            diagnostics.Add(new GatheredDiagnostic("BPF2008", location, method.Name));
        program.IsCallable = diagnostics.Count == before;
    }

    private static bool TakesOnly(IMethodSymbol method, INamedTypeSymbol context) =>
        method.Parameters.Length == 1 && method.Parameters[0] is { RefKind: RefKind.None, IsParams: false, HasExplicitDefaultValue: false } parameter
        && Same(parameter.Type, context);

    private static bool Same(ITypeSymbol actual, ITypeSymbol expected) =>
        actual.TypeKind == TypeKind.Error || SymbolEqualityComparer.Default.Equals(actual, expected);
}
