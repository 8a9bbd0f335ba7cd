namespace BpfSharp;

/// <summary>What may be set about a program before it is loaded.</summary>
public sealed class ProgramOptions
{
    /// <summary>Name of the interface that the program is made for; it must be there when the object is loaded. A simulation doesn't look at it.</summary>
    public string? Device { get; set; }

    /// <summary>Whether the program shall run on the interface's card (then it is attached with <c>XdpMode.Offload</c>) and not in the kernel. Few cards can; the kernel refuses it
    /// where the driver has no offload, where the program uses maps that lie in the kernel's memory, and what the card can't do.</summary>
    public bool Offload { get; set; }
}
