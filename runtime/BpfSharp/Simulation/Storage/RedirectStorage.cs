namespace BpfSharp.Simulation.Storage;

/// <summary>A map whose entries say where packets go.</summary>
internal abstract class RedirectStorage(MapStorageOptions options) : MapStorage(options)
{
    /// <summary>Whether packets can go to all entries at once.</summary>
    public virtual bool CanBroadcast => false;

    /// <summary>Where the packet goes; null where there is no such entry.</summary>
    public abstract RedirectTarget? Find(uint key);
}
