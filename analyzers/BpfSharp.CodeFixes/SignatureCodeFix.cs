using System.Collections.Immutable;
using System.Composition;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using BpfSharp.Frontend.Gather;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;

namespace BpfSharp.CodeFixes;

/// <summary>Gives a program the parameter (BPF2002) and the result (BPF2003) that its program type asks for.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(SignatureCodeFix))]
[Shared]
public sealed class SignatureCodeFix : CodeFixProvider
{
    private const string WrongParameters = "BPF2002";
    private const string WrongResult = "BPF2003";
    private const string DefaultParameterName = "ctx";

    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(WrongParameters, WrongResult);

    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        Document document = context.Document;
        if (await document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false) is not { } root
            || await document.GetSemanticModelAsync(context.CancellationToken).ConfigureAwait(false) is not { } model)
            return;
        foreach (Diagnostic diagnostic in context.Diagnostics)
        {
            if (root.FindNode(diagnostic.Location.SourceSpan).FirstAncestorOrSelf<MethodDeclarationSyntax>() is not { } declaration
                || model.GetDeclaredSymbol(declaration, context.CancellationToken) is not { ContainingType: { } type } method)
                continue;
            GatheredProgram? program = ProgramClassGatherer.Gather(type, model.Compilation, context.CancellationToken).Programs
                .FirstOrDefault(p => SymbolEqualityComparer.Default.Equals(p.Method, method));
            if (diagnostic.Id == WrongParameters && program?.Context is { } contextType)
                Register(context, diagnostic, $"Take one '{contextType.Name}'", declaration, generator => WithParameter(declaration, contextType, generator));
            else if (diagnostic.Id == WrongResult && program?.Verdict is { } verdict)
                Register(context, diagnostic, $"Return '{verdict.Name}'", declaration, generator => WithResult(declaration, verdict, generator));
        }
    }

    private static void Register(
        CodeFixContext context, Diagnostic diagnostic, string title, MethodDeclarationSyntax declaration, System.Func<SyntaxGenerator, MethodDeclarationSyntax> change) =>
        context.RegisterCodeFix(
            CodeAction.Create(title, cancellation => ReplaceAsync(context.Document, declaration, change, cancellation), equivalenceKey: diagnostic.Id),
            diagnostic);

    private static async Task<Document> ReplaceAsync(
        Document document, MethodDeclarationSyntax declaration, System.Func<SyntaxGenerator, MethodDeclarationSyntax> change, CancellationToken cancellation)
    {
        SyntaxNode root = (await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false))!;
        return document.WithSyntaxRoot(root.ReplaceNode(declaration, change(SyntaxGenerator.GetGenerator(document))));
    }

    private static MethodDeclarationSyntax WithParameter(MethodDeclarationSyntax declaration, INamedTypeSymbol context, SyntaxGenerator generator)
    {
        // The parameter that is already of the context's type keeps its name, else the only one does: the body may use it.
        SeparatedSyntaxList<ParameterSyntax> parameters = declaration.ParameterList.Parameters;
        ParameterSyntax? kept = parameters.FirstOrDefault(p => p.Type?.ToString() == context.Name) ?? (parameters.Count == 1 ? parameters[0] : null);
        SyntaxToken name = kept is { Identifier.IsMissing: false } ? kept.Identifier : SyntaxFactory.Identifier(DefaultParameterName);
        ParameterSyntax parameter = SyntaxFactory.Parameter(name.WithoutTrivia()).WithType(Type(context, generator).WithTrailingTrivia(SyntaxFactory.Space));
        return declaration.WithParameterList(declaration.ParameterList.WithParameters(SyntaxFactory.SingletonSeparatedList(parameter)));
    }

    private static MethodDeclarationSyntax WithResult(MethodDeclarationSyntax declaration, INamedTypeSymbol verdict, SyntaxGenerator generator) =>
        declaration.WithReturnType(Type(verdict, generator).WithTriviaFrom(declaration.ReturnType));

    private static TypeSyntax Type(INamedTypeSymbol type, SyntaxGenerator generator) =>
        ((TypeSyntax)generator.TypeExpression(type, addImport: true)).WithAdditionalAnnotations(Microsoft.CodeAnalysis.Simplification.Simplifier.Annotation);
}
