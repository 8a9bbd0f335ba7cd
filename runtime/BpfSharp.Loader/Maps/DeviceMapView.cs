using System.Collections;
using System.Collections.Generic;
using BpfSharp.Loader.Syscalls;
using BpfSharp.Views;

namespace BpfSharp.Loader.Maps;

/// <summary>Device map and device hash map.</summary>
internal sealed unsafe class DeviceMapView : IDeviceMapView
{
    private readonly KernelMap _map;

    public DeviceMapView(KernelMap map)
    {
        map.Shape.RequireType("a map of interfaces", MapType.DeviceMap, MapType.DeviceHash);
        map.Shape.RequireValue<DeviceMapValue>();
        _map = map;
    }

    public string Name => _map.Name;

    public uint MaxEntries => _map.Shape.MaxEntries;

    private bool IsArray => _map.Shape.MapType == MapType.DeviceMap;

    public void Set(uint key, uint ifIndex, IXdpProgram? program = null)
    {
        if (IsArray && key >= MaxEntries)
            throw MapFailures.OfIndex(_map, key);
        LoadedXdpProgram? loaded = EntryPrograms.Of(_map, program, AttachType.XdpDeviceMap, "XdpDeviceMapProgram");
        using DescriptorScope scope = new(loaded?.Program.Descriptor);
        var value = new DeviceMapValue { IfIndex = ifIndex, Program = scope.Fd };
        int result = _map.Update(&key, &value, (ulong)MapUpdate.Any);
        if (result < 0)
            throw Failure(result, ifIndex);
    }

    public bool TryGetValue(uint key, out DeviceEntry entry)
    {
        DeviceMapValue value = default;
        // Beyond the end of an array there is nothing, as the kernel says too.
        bool found = MapFailures.Found(_map, "read", _map.Lookup(&key, &value));
        entry = new DeviceEntry(value.IfIndex, value.Program != 0);
        return found;
    }

    public bool Remove(uint key)
    {
        bool exists = TryGetValue(key, out _);
        // The array's entries are emptied without a word on what was there.
        return exists && MapFailures.Found(_map, "remove an entry of", _map.Delete(&key));
    }

    public IEnumerator<KeyValuePair<uint, DeviceEntry>> GetEnumerator()
    {
        uint? key = null;
        while (TryNext(key, out uint next))
        {
            if (TryGetValue(next, out DeviceEntry entry))
                yield return new(next, entry);
            key = next;
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private bool TryNext(uint? key, out uint next)
    {
        uint from = key.GetValueOrDefault();
        fixed (uint* pointer = &next)
            return MapFailures.Found(_map, "list the keys of", _map.NextKey(key is null ? null : &from, pointer));
    }

    private BpfException Failure(int error, uint ifIndex) => -error switch
    {
        Errno.EINVAL => KernelErrors.CreateWithReason(
            $"add an entry to map '{Name}'", error, $"there is no interface {ifIndex} in the network namespace of this thread, or the program's kind does not fit", Capabilities.Bpf),
        _ => MapFailures.OfUpdate(_map, error),
    };
}
