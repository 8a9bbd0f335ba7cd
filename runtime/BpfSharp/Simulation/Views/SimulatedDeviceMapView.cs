using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using BpfSharp.Simulation.Storage;
using BpfSharp.Views;

namespace BpfSharp.Simulation.Views;

/// <inheritdoc cref="IDeviceMapView"/>
internal sealed class SimulatedDeviceMapView(DeviceStorage storage, BpfSimulation simulation) : SimulatedMapView<DeviceStorage>(storage), IDeviceMapView
{
    public void Set(uint key, uint ifIndex, IXdpProgram? program = null)
    {
        if (Storage.IsArray)
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(key, MaxEntries);
        SimulatedXdpProgram? simulated = EntryPrograms.Of(simulation, Name, program);
        lock (Gate)
        {
            if (Storage.Set(key, ifIndex, simulated) is < 0 and var error)
                throw Refused(error);
        }
    }

    public bool TryGetValue(uint key, out DeviceEntry entry)
    {
        lock (Gate)
        {
            bool exists = Storage.Entries.TryGetValue(key, out (uint IfIndex, SimulatedXdpProgram? Program) found);
            entry = new DeviceEntry(found.IfIndex, found.Program is not null);
            return exists;
        }
    }

    public bool Remove(uint key)
    {
        lock (Gate)
            return Storage.Remove(key);
    }

    public IEnumerator<KeyValuePair<uint, DeviceEntry>> GetEnumerator()
    {
        List<KeyValuePair<uint, DeviceEntry>> entries;
        lock (Gate)
            entries = [.. Storage.Entries.Select(static e => KeyValuePair.Create(e.Key, new DeviceEntry(e.Value.IfIndex, e.Value.Program is not null)))];
        return entries.GetEnumerator();
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
