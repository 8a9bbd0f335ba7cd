namespace BpfSharp.Views;

/// <summary>An entry of a <see cref="DeviceMap"/> or <see cref="DeviceHashMap"/>.</summary>
/// <param name="IfIndex">Index of the interface.</param>
/// <param name="HasProgram">Whether a program sees the packets before they leave.</param>
public readonly record struct DeviceEntry(uint IfIndex, bool HasProgram);
