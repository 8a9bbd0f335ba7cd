using System.Collections.Generic;

namespace BpfSharp.Simulation.Storage;

/// <summary><c>net/xdp/xskmap.c</c>: which entries have a socket.</summary>
internal sealed class XskStorage(MapStorageOptions options) : RedirectStorage(options)
{
    private readonly HashSet<uint> _sockets = [];

    public override RedirectTarget? Find(uint key) => _sockets.Contains(key) ? new RedirectTarget(0, false) { Map = Options.Name, Key = key } : null;

    public void Set(uint index) => _sockets.Add(index);

    public void Remove(uint index) => _sockets.Remove(index);
}
