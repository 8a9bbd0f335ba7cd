using System.Collections.Immutable;
using System.Composition;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace BpfSharp.CodeFixes;

/// <summary>Adds the modifiers that a program (BPF2001), its class (BPF2004) and the types around that (BPF2005) need.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ModifiersCodeFix))]
[Shared]
public sealed class ModifiersCodeFix : CodeFixProvider
{
    private const string NotStatic = "BPF2001";
    private const string NotStaticPartial = "BPF2004";
    private const string NestedInNotPartial = "BPF2005";

    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(NotStatic, NotStaticPartial, NestedInNotPartial);

    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        if (await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false) is not { } root)
            return;
        foreach (Diagnostic diagnostic in context.Diagnostics)
        {
            SyntaxNode node = root.FindNode(diagnostic.Location.SourceSpan);
            if (diagnostic.Id == NotStatic && node.FirstAncestorOrSelf<MethodDeclarationSyntax>() is { } method)
                Register(context, diagnostic, "Make the program static", method, SyntaxKind.StaticKeyword);
            else if (diagnostic.Id == NotStaticPartial && node.FirstAncestorOrSelf<TypeDeclarationSyntax>() is { } type)
                Register(context, diagnostic, "Make the class static partial", type, SyntaxKind.StaticKeyword, SyntaxKind.PartialKeyword);
            else if (diagnostic.Id == NestedInNotPartial && node.FirstAncestorOrSelf<TypeDeclarationSyntax>()?.Parent is TypeDeclarationSyntax outer)
                Register(context, diagnostic, $"Make '{outer.Identifier.ValueText}' partial", outer, SyntaxKind.PartialKeyword);
        }
    }

    private static void Register(CodeFixContext context, Diagnostic diagnostic, string title, MemberDeclarationSyntax declaration, params SyntaxKind[] modifiers) =>
        context.RegisterCodeFix(
            CodeAction.Create(title, cancellation => AddAsync(context.Document, declaration, modifiers, cancellation), equivalenceKey: diagnostic.Id),
            diagnostic);

    private static async Task<Document> AddAsync(Document document, MemberDeclarationSyntax declaration, SyntaxKind[] modifiers, CancellationToken cancellation)
    {
        SyntaxNode root = (await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false))!;
        MemberDeclarationSyntax changed = modifiers.Aggregate(declaration, Add);
        return document.WithSyntaxRoot(root.ReplaceNode(declaration, changed));
    }

    // 'static' comes after the accessibility, 'partial' last, as C# asks. A declaration without modifiers keeps its comments in front.
    private static MemberDeclarationSyntax Add(MemberDeclarationSyntax declaration, SyntaxKind modifier)
    {
        SyntaxTokenList modifiers = declaration.Modifiers;
        if (modifiers.Any(modifier))
            return declaration;
        SyntaxToken token = SyntaxFactory.Token(modifier).WithTrailingTrivia(SyntaxFactory.Space);
        int partial = modifiers.IndexOf(SyntaxKind.PartialKeyword);
        if (modifiers.Count == 0)
        {
            SyntaxToken first = FirstAfterModifiers(declaration);
            MemberDeclarationSyntax bare = declaration.ReplaceToken(first, first.WithLeadingTrivia());
            return bare.WithModifiers(SyntaxFactory.TokenList(token.WithLeadingTrivia(first.LeadingTrivia)));
        }

        if (partial == 0)
        {
            SyntaxToken moved = modifiers[0].WithLeadingTrivia();
            return declaration.WithModifiers(modifiers.RemoveAt(0).InsertRange(0, new[] { token.WithLeadingTrivia(modifiers[0].LeadingTrivia), moved }));
        }

        return declaration.WithModifiers(partial > 0 ? modifiers.Insert(partial, token) : modifiers.Add(token));
    }

    private static SyntaxToken FirstAfterModifiers(MemberDeclarationSyntax declaration) => declaration switch
    {
        TypeDeclarationSyntax type => type.Keyword,
        MethodDeclarationSyntax method => method.ReturnType.GetFirstToken(),
        _ => declaration.GetFirstToken(),
    };
}
