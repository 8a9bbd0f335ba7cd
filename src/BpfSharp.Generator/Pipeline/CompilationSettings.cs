using System;
using BpfSharp.Frontend.Gather;
using Microsoft.CodeAnalysis.Diagnostics;

namespace BpfSharp.Generator.Pipeline;

/// <summary>What the build says by properties.</summary>
/// <param name="TargetKernel">Null where the property is no kernel version.</param>
/// <param name="TargetText">The property as written.</param>
/// <param name="EmbedSource">False: line info has no text of the C# line.</param>
internal sealed record CompilationSettings(Version? TargetKernel, string TargetText, bool EmbedSource)
{
    public static CompilationSettings Read(AnalyzerConfigOptions options) =>
        new(BuildProperties.TargetKernel(options), BuildProperties.TargetKernelText(options), BuildProperties.EmbedSource(options));
}
