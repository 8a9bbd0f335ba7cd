using System.IO;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Threading;
using BpfSharp.Frontend.Tests.Support;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;

namespace BpfSharp.Frontend.Tests;

public class RuntimeLibraryTests
{
    [Fact]
    public void The_runtimes_own_functions_lower_without_a_diagnostic()
    {
        LoweringResult result = BpfFrontend.LowerLibrary(Runtime(), CancellationToken.None)!;
        Assert.Equal([], result.Diagnostics.Select(d => Lowered.Text(d) + " at " + result.Sources.Positions.ElementAtOrDefault(d.Span)));
        Assert.True(result.IsComplete);
        Assert.NotEmpty(result.Module.Functions);
    }

    private static CSharpCompilation Runtime([CallerFilePath] string here = "")
    {
        string folder = Path.Combine(Path.GetDirectoryName(here)!, "../../runtime/BpfSharp");
        var options = new CSharpParseOptions(LanguageVersion.CSharp14);
        var trees = Directory.GetFiles(folder, "*.cs", SearchOption.AllDirectories)
            .Where(static f => !f.Contains("/obj/") && !f.Contains("/bin/"))
            .OrderBy(static f => f, System.StringComparer.Ordinal)
            .Select(f => CSharpSyntaxTree.ParseText(File.ReadAllText(f), options, Path.GetFileName(f)));
        return CSharpCompilation.Create(
            "BpfSharp",
            trees,
            Lowered.References.Where(static r => !r.Display!.EndsWith("BpfSharp.dll")),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true, nullableContextOptions: NullableContextOptions.Enable));
    }
}
