namespace BpfSharp.Frontend.Gather;

/// <summary>Full names of what the gatherer knows of the runtime; everything else it reads from the attributes there.</summary>
public static class KnownNames
{
    public const string ProgramType = "BpfSharp.BpfProgramTypeAttribute";
    public const string License = "BpfSharp.BpfLicenseAttribute";
    public const string Map = "BpfSharp.BpfMapAttribute";
    public const string Range = "BpfSharp.RangeAttribute";
    public const string Function = "BpfSharp.BpfFunctionAttribute";
    public const string Bodies = "BpfSharp.BpfBodiesAttribute";
    public const string LoadConstant = "BpfSharp.LoadConstant`1";
    public const string MapViewFactory = "BpfSharp.Views.IMapViewFactory";
    public const string LoadedObject = "BpfSharp.Loader.BpfLoadedObject";
    public const string Simulation = "BpfSharp.Simulation.BpfSimulation";
}
