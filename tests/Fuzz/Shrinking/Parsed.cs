using BpfSharp.Fuzz.Running;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace BpfSharp.Fuzz.Shrinking;

/// <summary>Text as Roslyn sees it.</summary>
internal static class Parsed
{
    public static SemanticModel Model(string text)
    {
        SyntaxTree tree = CSharpSyntaxTree.ParseText(text, new CSharpParseOptions(LanguageVersion.CSharp14));
        return CSharpCompilation.Create("Shrinking", [tree], References.All, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true)).GetSemanticModel(tree);
    }
}
