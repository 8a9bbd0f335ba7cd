using System.Threading;
using BpfSharp.Frontend;
using BpfSharp.Frontend.Library;
using BpfSharp.Generator.Emission;
using Microsoft.CodeAnalysis;

namespace BpfSharp.Generator.Pipeline;

/// <summary>What this assembly exports: its <c>[BpfFunction]</c>s as IR in an attribute.</summary>
internal static class BodiesOutput
{
    private const string HintName = "BpfSharp.Bodies.g.cs";

    /// <returns>Nothing where there are no exported functions.</returns>
    public static Guarded<LoweredBodies> Lower(Compilation compilation, bool hasFunctions, CancellationToken cancellation) =>
        hasFunctions
            ? Guarded<LoweredBodies>.Run(compilation.AssemblyName ?? "", null, () => Lower(compilation, cancellation))
            : default;

    public static void Produce(SourceProductionContext context, Guarded<LoweredBodies> guarded)
    {
        if (guarded.Error is not null)
            context.ReportDiagnostic(Descriptors.InternalError(guarded.Error));
        if (guarded.Value is not { } bodies)
            return;
        if (bodies.Refusal.Length != 0)
            context.ReportDiagnostic(Descriptors.NotCompiled(null, bodies.Assembly, bodies.Refusal));
        if (bodies.Text.Length != 0)
            context.AddSource(HintName, BodiesEmitter.Emit(bodies.Text));
    }

    private static LoweredBodies? Lower(Compilation compilation, CancellationToken cancellation)
    {
        if (BpfFrontend.LowerLibrary(compilation, cancellation) is not { } lowered)
            return null;
        string refusal = DiagnosticText.Of(lowered.Diagnostics, lowered.Sources);
        return new LoweredBodies(
            compilation.AssemblyName ?? "",
            refusal.Length == 0 && lowered.IsComplete ? LibraryText.Encode(lowered.Module) : "",
            refusal);
    }
}

/// <param name="Text">Empty where there is none.</param>
/// <param name="Refusal">Why; empty where C# itself has errors.</param>
internal sealed record LoweredBodies(string Assembly, string Text, string Refusal);
