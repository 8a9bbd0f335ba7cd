namespace BpfSharp.Loader;

/// <summary>A program or filter on the same side of an interface.</summary>
/// <param name="Hook">TCX or clsact.</param>
/// <param name="ProgramId">The kernel's id; 0 for a filter that is no BPF program.</param>
/// <param name="Name">The program's or filter's name, or the kind of a filter that is none.</param>
/// <param name="Priority">A clsact filter's priority; 0 on TCX.</param>
/// <param name="Handle">A clsact filter's handle; 0 on TCX.</param>
public sealed record TcProgramOnHook(TcHook Hook, uint ProgramId, string Name, ushort Priority, uint Handle)
{
    /// <summary>The kernel's id of the link that holds it; 0 for a filter, and where a program was attached without a link.</summary>
    public uint LinkId { get; init; }
}
