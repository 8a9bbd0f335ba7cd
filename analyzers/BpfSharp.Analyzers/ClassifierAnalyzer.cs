using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace BpfSharp.Analyzers;

/// <summary>
/// BPF2069: a tc program hung up as a plain classifier. Only what surely is one is reported: options left out where that means plain, or made on the spot
/// without direct action.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ClassifierAnalyzer : DiagnosticAnalyzer
{
    private const string Plain = "BPF2069";
    private const string Program = "BpfSharp.Loader.LoadedTcProgram";
    private const string ToQdisc = "AttachToQdisc";
    private const string ToBlock = "AttachToBlock";
    private const string Options = "options";
    private const string DirectAction = "DirectAction";

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = DescriptorTable.Where(static id => id == Plain);

    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(static start =>
        {
            if (start.Compilation.GetTypeByMetadataName(Program) is { } program)
                start.RegisterOperationAction(c => Analyze(c, program), OperationKind.Invocation);
        });
    }

    private static void Analyze(OperationAnalysisContext context, INamedTypeSymbol program)
    {
        var call = (IInvocationOperation)context.Operation;
        if (call.TargetMethod.Name is not (ToQdisc or ToBlock) || !SymbolEqualityComparer.Default.Equals(call.TargetMethod.ContainingType, program))
            return;
        IOperation? options = call.Arguments.FirstOrDefault(static a => a.Parameter?.Name == Options)?.Value;
        if (IsPlain(options, byDefault: call.TargetMethod.Name == ToQdisc))
            context.ReportDiagnostic(DescriptorTable.Create(Plain, Name(call).GetLocation(), null, [NameOf(call.Instance)]));
    }

    private static bool IsPlain(IOperation? options, bool byDefault)
    {
        while (options is IConversionOperation conversion)
            options = conversion.Operand;
        if (options is null or { ConstantValue: { HasValue: true, Value: null } } or IDefaultValueOperation)
            return byDefault;
        return options is IObjectCreationOperation creation && (creation.Initializer?.Initializers.OfType<ISimpleAssignmentOperation>()
            .FirstOrDefault(static a => a.Target is IPropertyReferenceOperation { Property.Name: DirectAction })?.Value is not { } value
            || value.ConstantValue is { HasValue: true, Value: false });
    }

    private static SyntaxNode Name(IInvocationOperation call) =>
        call.Syntax is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax member } ? member.Name
        : call.Syntax is InvocationExpressionSyntax { Expression: MemberBindingExpressionSyntax binding } ? binding.Name
        : call.Syntax;

    private static string NameOf(IOperation? instance) => instance switch
    {
        IPropertyReferenceOperation property => property.Property.Name,
        IFieldReferenceOperation field => field.Field.Name,
        ILocalReferenceOperation local => local.Local.Name,
        IParameterReferenceOperation parameter => parameter.Parameter.Name,
        _ => "this program",
    };
}
