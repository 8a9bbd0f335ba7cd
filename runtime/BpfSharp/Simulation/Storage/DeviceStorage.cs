using System.Collections.Generic;
using BpfSharp.CompilerServices;

namespace BpfSharp.Simulation.Storage;

/// <summary><c>kernel/bpf/devmap.c</c>: interfaces, each perhaps with a program.</summary>
internal sealed class DeviceStorage(MapStorageOptions options, bool isArray) : RedirectStorage(options)
{
    private readonly SortedDictionary<uint, (uint IfIndex, SimulatedXdpProgram? Program)> _entries = [];

    public bool IsArray { get; } = isArray;

    public override bool CanBroadcast => true;

    public IReadOnlyDictionary<uint, (uint IfIndex, SimulatedXdpProgram? Program)> Entries => _entries;

    public override RedirectTarget? Find(uint key) => _entries.TryGetValue(key, out (uint IfIndex, SimulatedXdpProgram? Program) entry)
        ? new RedirectTarget(entry.IfIndex, false) { Map = Options.Name, Key = key }
        : null;

    public int Set(uint key, uint ifIndex, SimulatedXdpProgram? program)
    {
        bool fits = IsArray ? key < Options.MaxEntries : _entries.ContainsKey(key) || (uint)_entries.Count < Options.MaxEntries;
        if (!fits)
            return -KernelError.TooBig;
        _entries[key] = (ifIndex, program);
        return 0;
    }

    public bool Remove(uint key) => _entries.Remove(key);
}
