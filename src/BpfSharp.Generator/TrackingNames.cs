namespace BpfSharp.Generator;

/// <summary>Names of pipeline steps, for tests of incrementality.</summary>
public static class TrackingNames
{
    public const string HasLoader = "BpfSharp.HasLoader";
    public const string Shape = "BpfSharp.Shape";
    public const string Lowered = "BpfSharp.Lowered";
    public const string Compiled = "BpfSharp.Compiled";
    public const string Bodies = "BpfSharp.Bodies";
}
