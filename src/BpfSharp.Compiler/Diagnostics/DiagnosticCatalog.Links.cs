namespace BpfSharp.Compiler.Diagnostics;

public static partial class DiagnosticCatalog
{
    /// <summary>The page of a rule, as it lies in the repository and in the package.</summary>
    public static string HelpLink(string id) => "docs/rules/" + id + ".md";
}
