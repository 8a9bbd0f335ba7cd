using System.Collections.Generic;

namespace BpfSharp.Kernel.Tests.Helpers;

/// <summary>A helper as the runtime declares it.</summary>
/// <param name="Members">What programs call, as documentation names it.</param>
internal sealed record HelperDeclaration(int Id, string Name, string Programs, string Since, bool Gpl, string Simulation, IReadOnlyList<string> Members)
{
    public bool IsFor(string kind) => Programs.Length == 0 || Programs.Contains(kind, System.StringComparison.Ordinal);
}
