using System;
using BpfSharp.Compiler;
using Microsoft.CodeAnalysis.Diagnostics;

namespace BpfSharp.Frontend.Gather;

/// <summary>MSBuild properties that generator and analyzers read (<c>CompilerVisibleProperty</c>).</summary>
public static class BuildProperties
{
    private const string Prefix = "build_property.";

    public static Version OldestKernel { get; } = new(5, 10);

    /// <summary><c>BpfTargetKernel</c>, or its default where it is not set; null where it is no kernel version from <see cref="OldestKernel"/> on.</summary>
    public static Version? TargetKernel(AnalyzerConfigOptions options)
    {
        string text = TargetKernelText(options);
        if (text.Length == 0)
            return new CompilerOptions().TargetKernel;
        return Version.TryParse(text, out Version? version) && version >= OldestKernel ? new Version(version.Major, version.Minor) : null;
    }

    public static string TargetKernelText(AnalyzerConfigOptions options) => Text(options, "BpfTargetKernel");

    /// <summary><c>BpfEmbedSource</c>: false leaves the text of C# lines out of the object.</summary>
    public static bool EmbedSource(AnalyzerConfigOptions options) => !Text(options, "BpfEmbedSource").Equals("false", StringComparison.OrdinalIgnoreCase);

    private static string Text(AnalyzerConfigOptions options, string property) => options.TryGetValue(Prefix + property, out string? text) ? text.Trim() : "";
}
