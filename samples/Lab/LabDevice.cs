namespace BpfSharp.Samples;

/// <summary>A network interface of a lab.</summary>
/// <param name="Index">Its index in its namespace.</param>
/// <param name="LinkAddress">Its link address as <c>aa:bb:cc:dd:ee:ff</c>.</param>
public sealed record LabDevice(uint Index, string LinkAddress);
