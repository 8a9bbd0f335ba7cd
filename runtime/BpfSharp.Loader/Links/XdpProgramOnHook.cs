namespace BpfSharp.Loader;

/// <summary>An XDP program on an interface.</summary>
/// <param name="Mode">Where it runs.</param>
/// <param name="ProgramId">The kernel's id.</param>
/// <param name="Name">Its name in the kernel (at most 15 characters); empty where this process may not ask.</param>
public sealed record XdpProgramOnHook(XdpMode Mode, uint ProgramId, string Name);
