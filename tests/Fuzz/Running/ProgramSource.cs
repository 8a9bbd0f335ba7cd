namespace BpfSharp.Fuzz.Running;

/// <summary>A written program class.</summary>
/// <param name="Index">Its number in the run.</param>
/// <param name="Name">Name of the class; its program is called Run.</param>
/// <param name="Seed">What its packets and map contents are made of.</param>
internal sealed record ProgramSource(int Index, string Name, string Text, int Seed)
{
    /// <summary>With its namespace.</summary>
    public string TypeName { get; init; } = Name;

    public bool IsTc => Text.Contains("[TcProgram", System.StringComparison.Ordinal);
}
