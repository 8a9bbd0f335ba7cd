namespace BpfSharp;

/// <summary>What may be set about a program before it is loaded.</summary>
public sealed class ProgramOptions
{
    /// <summary>Name of the interface that the program is made for; it must be there when the object is loaded. A simulation doesn't look at it.</summary>
    public string? Device { get; set; }
}
