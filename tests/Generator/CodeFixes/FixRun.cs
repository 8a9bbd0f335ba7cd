using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using BpfSharp.CodeFixes;
using BpfSharp.Generator.Tests.Infrastructure;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Xunit;

namespace BpfSharp.Generator.Tests.CodeFixes;

/// <summary>Applies the fix of one rule to a file.</summary>
internal static class FixRun
{
    private static readonly CodeFixProvider[] s_providers = [new ModifiersCodeFix(), new SignatureCodeFix()];

    public static async Task<string> ApplyAsync(string id, string source)
    {
        CSharpCompilation compilation = TestCompilation.Of(source);
        using var workspace = new AdhocWorkspace();
        Project project = workspace.AddProject(ProjectInfo.Create(
            ProjectId.CreateNewId(), VersionStamp.Create(), "Tests", "Tests", LanguageNames.CSharp,
            compilationOptions: compilation.Options, parseOptions: TestCompilation.ParseOptions, metadataReferences: compilation.References));
        Document document = project.AddDocument("File0.cs", source);
        Compilation ofProject = (await document.Project.GetCompilationAsync())!;
        Diagnostic diagnostic = (await ofProject.WithAnalyzers(AnalyzerRun.Analyzers).GetAnalyzerDiagnosticsAsync()).First(d => d.Id == id);

        var actions = new List<CodeAction>();
        CodeFixProvider provider = s_providers.Single(p => p.FixableDiagnosticIds.Contains(id));
        await provider.RegisterCodeFixesAsync(new CodeFixContext(document, diagnostic, (action, _) => actions.Add(action), CancellationToken.None));
        CodeAction only = Assert.Single(actions);
        ApplyChangesOperation change = (await only.GetOperationsAsync(CancellationToken.None)).OfType<ApplyChangesOperation>().Single();
        return (await change.ChangedSolution.GetDocument(document.Id)!.GetTextAsync()).ToString();
    }
}
