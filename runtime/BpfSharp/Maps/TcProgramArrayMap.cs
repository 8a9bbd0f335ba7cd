using BpfSharp.CompilerServices;
using BpfSharp.Simulation.Storage;

namespace BpfSharp;

/// <summary>An array of traffic control programs to go on with (<c>BPF_MAP_TYPE_PROG_ARRAY</c>, Linux 4.2). User space fills it.</summary>
[BpfMap(3, KeySize = sizeof(uint), ValueSize = sizeof(uint), View = "ProgramArray")]
public sealed class TcProgramArrayMap : MapDeclaration
{
    /// <summary>Declares the map.</summary>
    /// <param name="maxEntries">Number of programs that fit; all entries are empty at first.</param>
    /// <param name="flags">Flags; <see cref="MapFlags.None"/> is right almost always.</param>
    /// <param name="pinning">Whether loaders share the map by its name.</param>
    public TcProgramArrayMap(uint maxEntries, MapFlags flags = MapFlags.None, MapPinning pinning = MapPinning.None)
        : base(maxEntries, flags, pinning)
    {
    }

    /// <summary>Goes on with another program, which replaces this one: <c>return Stages.TailCall(ctx, index, otherwise: TcAction.Ok);</c>.</summary>
    /// <param name="context">The program's context, which the other program gets.</param>
    /// <param name="index">Index from 0.</param>
    /// <param name="otherwise">The result where the entry is empty or out of range, or after 33 tail calls for one packet.</param>
    /// <returns><paramref name="otherwise"/>; when the other program runs, the call does not return.</returns>
    [BpfFunction]
    public TcAction TailCall(TcContext context, uint index, TcAction otherwise)
    {
        BpfHelpers.TailCall(context, this, index);
        return otherwise;
    }

    internal override MapStorage CreateStorage(MapStorageOptions options) => new ProgramArrayStorage(options.KeyedBy<uint, uint>(), isXdp: false);
}
