namespace BpfSharp;

/// <summary>Base of the map classes. A static readonly field of such a class declares a map; the entries belong to a loaded object or to a simulation.</summary>
public abstract class MapDeclaration
{
    private protected MapDeclaration(uint maxEntries, MapFlags flags, MapPinning pinning)
    {
        MaxEntries = maxEntries;
        Flags = flags;
        Pinning = pinning;
    }

    /// <summary>Declared number of entries; of a ring buffer, bytes.</summary>
    [BpfNotInProgram("a constant")]
    public uint MaxEntries { get; }

    /// <summary>Declared flags.</summary>
    [BpfNotInProgram("a constant")]
    public MapFlags Flags { get; }

    /// <summary>Declared pinning.</summary>
    [BpfNotInProgram("a constant")]
    public MapPinning Pinning { get; }

    /// <summary>Another declaration like this one, for an entry of a map of maps.</summary>
    internal MapDeclaration Another() => (MapDeclaration)MemberwiseClone();

    internal abstract Simulation.Storage.MapStorage CreateStorage(Simulation.Storage.MapStorageOptions options);
}
