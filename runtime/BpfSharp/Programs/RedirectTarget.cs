namespace BpfSharp;

/// <summary>Where a redirect helper would send the packet.</summary>
/// <param name="IfIndex">Index of the interface.</param>
/// <param name="Ingress">Into the interface, as if received there, instead of out of it.</param>
public readonly record struct RedirectTarget(uint IfIndex, bool Ingress);
