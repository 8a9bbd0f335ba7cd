using System.Collections.Immutable;
using BpfSharp.Frontend.Gather;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace BpfSharp.Analyzers;

/// <summary>
/// BPF2030, BPF2031: maps in code that no program can reach. A map field has state only while a program runs, in the kernel or in a simulation; anywhere
/// else its operations throw. A static method may be called by a program, so only code that surely is not is reported.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class MapUseAnalyzer : DiagnosticAnalyzer
{
    private const string Used = "BPF2030";
    private const string Created = "BPF2031";

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = DescriptorTable.Where(Reports);

    internal static bool Reports(string id) => id is Used or Created;

    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(static start =>
        {
            if (start.Compilation.GetTypeByMetadataName(KnownNames.Map) is not { } mapAttribute)
                return;
            start.RegisterOperationAction(c => AnalyzeUse(c, mapAttribute), OperationKind.FieldReference);
            start.RegisterOperationAction(c => AnalyzeCreation(c, mapAttribute), OperationKind.ObjectCreation);
        });
    }

    private static void AnalyzeUse(OperationAnalysisContext context, INamedTypeSymbol mapAttribute)
    {
        var reference = (IFieldReferenceOperation)context.Operation;
        if (!reference.Field.IsStatic || !IsMap(reference.Field.Type, mapAttribute) || IsInNameOf(reference) || MayBeProgramCode(context.ContainingSymbol))
            return;
        context.ReportDiagnostic(DescriptorTable.Create(Used, reference.Syntax.GetLocation(), null, new[] { reference.Field.Name, reference.Field.ContainingType.Name, UserSpaceName.Of(reference.Field.Name) }));
    }

    private static void AnalyzeCreation(OperationAnalysisContext context, INamedTypeSymbol mapAttribute)
    {
        var creation = (IObjectCreationOperation)context.Operation;
        if (creation.Type is null || !IsMap(creation.Type, mapAttribute) || context.ContainingSymbol is IFieldSymbol { IsStatic: true })
            return;
        context.ReportDiagnostic(DescriptorTable.Create(Created, creation.Syntax.GetLocation(), null, new[] { creation.Type.Name }));
    }

    private static bool IsMap(ITypeSymbol type, INamedTypeSymbol mapAttribute)
    {
        foreach (AttributeData attribute in type.OriginalDefinition.GetAttributes())
        {
            if (SymbolEqualityComparer.Default.Equals(attribute.AttributeClass, mapAttribute))
                return true;
        }

        return false;
    }

    private static bool IsInNameOf(IOperation operation)
    {
        for (IOperation? parent = operation.Parent; parent is not null; parent = parent.Parent)
        {
            if (parent is INameOfOperation)
                return true;
        }

        return false;
    }

    // Static methods and members of structs may be; instance members of classes, async methods and the entry point are not.
    private static bool MayBeProgramCode(ISymbol containing) => containing switch
    {
        IMethodSymbol { IsAsync: true } or IMethodSymbol { Name: WellKnownMemberNames.TopLevelStatementsEntryPointMethodName } => false,
        IMethodSymbol { IsStatic: true, Name: "Main", Parameters.Length: <= 1 } main => ProgramClassGatherer.IsProgramClass(main.ContainingType),
        IMethodSymbol { MethodKind: MethodKind.StaticConstructor } => false,
        { IsStatic: true } => true,
        { ContainingType.TypeKind: TypeKind.Class } => false,
        _ => true,
    };
}
