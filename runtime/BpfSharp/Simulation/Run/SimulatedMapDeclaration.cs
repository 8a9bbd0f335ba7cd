namespace BpfSharp.Simulation.Run;

/// <summary>A map field, with the number of entries that this simulation gives it.</summary>
internal sealed record SimulatedMapDeclaration(string Name, MapDeclaration Map, uint MaxEntries, uint BytesPerCpu);
