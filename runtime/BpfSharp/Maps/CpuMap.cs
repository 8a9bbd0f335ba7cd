using BpfSharp.CompilerServices;
using BpfSharp.Simulation.Storage;

namespace BpfSharp;

/// <summary>CPUs to go on with packets (<c>BPF_MAP_TYPE_CPUMAP</c>, Linux 4.15): the network stack runs there. User space gives each CPU a queue, and perhaps a program, which sees each packet on its new CPU.</summary>
/// <remarks>Entries' programs are made by <see cref="XdpCpuMapProgramAttribute"/> (Linux 5.9).</remarks>
[BpfMap(16, Name = "BPF_MAP_TYPE_CPUMAP", KeySize = sizeof(uint), ValueSize = sizeof(ulong), View = "CpuMap", Since = "5.9", Programs = "xdp")]
public sealed class CpuMap : MapDeclaration
{
    /// <summary>Declares the map.</summary>
    /// <param name="maxEntries">Highest CPU number and 1; the loader's option <see cref="MapOptions.MaxEntries"/> can fit it to the machine.</param>
    /// <param name="flags">Flags; <see cref="MapFlags.None"/> is right almost always.</param>
    /// <param name="pinning">Whether loaders share the map by its name.</param>
    public CpuMap(uint maxEntries, MapFlags flags = MapFlags.None, MapPinning pinning = MapPinning.None)
        : base(maxEntries, flags, pinning)
    {
    }

    /// <summary>Hands the packet to another CPU: <c>return Workers.Redirect(hash % count);</c>.</summary>
    /// <param name="cpu">Number of the CPU.</param>
    /// <param name="otherwise">The result where that CPU has no queue: any but <see cref="XdpAction.Redirect"/>.</param>
    /// <returns><see cref="XdpAction.Redirect"/>, or <paramref name="otherwise"/>.</returns>
    [BpfFunction]
    public XdpAction Redirect(uint cpu, XdpAction otherwise = XdpAction.Aborted) => (XdpAction)BpfHelpers.RedirectMap(this, cpu, (ulong)otherwise);

    internal override MapStorage CreateStorage(MapStorageOptions options) => new CpuStorage(options.KeyedBy<uint, ulong>());
}
