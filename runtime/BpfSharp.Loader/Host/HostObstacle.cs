namespace BpfSharp.Loader;

/// <summary>Something that keeps an object from being loaded on this machine, or may.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Description">What is missing, for which part of the object, and what to do.</param>
public sealed record HostObstacle(HostObstacleKind Kind, string Description);
