namespace BpfSharp;

/// <summary>A place where a program ends when something is wrong.</summary>
/// <param name="Program">Name of the program.</param>
/// <param name="Kind">What is wrong.</param>
/// <param name="File">Path of the C# file; empty where unknown.</param>
/// <param name="Line">Line in the file, from 1; 0 where unknown.</param>
public sealed record FaultSite(string Program, FaultKind Kind, string File, int Line)
{
    /// <summary>One line for a person: <c>Filter: MissingMapEntry at Firewall.cs:31</c>.</summary>
    public override string ToString() => Line > 0 ? $"{Program}: {Kind} at {File}:{Line}" : $"{Program}: {Kind}";
}
