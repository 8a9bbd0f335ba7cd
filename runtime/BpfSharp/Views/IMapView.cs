namespace BpfSharp.Views;

/// <summary>A map as user space sees it.</summary>
public interface IMapView
{
    /// <summary>Name of the map field.</summary>
    string Name { get; }

    /// <summary>Number of entries that fit; of a ring buffer, bytes.</summary>
    uint MaxEntries { get; }
}
