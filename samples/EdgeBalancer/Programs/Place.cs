namespace EdgeBalancer;

/// <summary>A backend as a flow remembers it.</summary>
public readonly struct Place(uint backend, uint generation)
{
    /// <summary>Its place in the map of backends.</summary>
    public readonly uint Backend = backend;
    public readonly uint Generation = generation;
}
