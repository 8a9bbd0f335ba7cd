using System.Collections.Generic;
using BpfSharp.Loader.Netlink;
using BpfSharp.Objects.Model;

namespace BpfSharp.Loader.Programs;

/// <summary>The interfaces that programs of an object are made for.</summary>
internal static class BoundDevices
{
    /// <returns>By program.</returns>
    /// <exception cref="BpfObjectException">The options don't say which interface.</exception>
    /// <exception cref="InterfaceNotFoundException">There is none of that name.</exception>
    public static IReadOnlyDictionary<string, BoundDevice> Find(BpfObject source, IReadOnlyDictionary<string, ProgramOptions> options)
    {
        var devices = new Dictionary<string, BoundDevice>();
        foreach (string program in source.Info?.DeviceBound ?? [])
        {
            if (options.GetValueOrDefault(program)?.Device is not { Length: > 0 } name)
                throw new BpfObjectException($"Program '{program}' is made for one interface: say which before the object is loaded, by Load(o => o.{program}.Device = \"eth0\").");
            using var socket = new NetlinkSocket();
            devices.Add(program, new BoundDevice(NetworkInterface.ByName(socket, name).Index, name, options[program].Offload));
        }

        return devices;
    }
}
