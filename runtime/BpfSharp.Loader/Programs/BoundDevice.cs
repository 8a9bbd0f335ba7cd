namespace BpfSharp.Loader.Programs;

/// <summary>The interface that a program is made for.</summary>
/// <param name="IsOffload">The program runs on the card itself.</param>
internal readonly record struct BoundDevice(int Index, string Name, bool IsOffload);
