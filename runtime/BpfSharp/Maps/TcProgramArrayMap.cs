using BpfSharp.CompilerServices;
using BpfSharp.Simulation.Storage;

namespace BpfSharp;

/// <summary>An array of traffic control programs to go on with (<c>BPF_MAP_TYPE_PROG_ARRAY</c>, Linux 4.2). The declaration or user space fills it.</summary>
[BpfMap(3, Name = "BPF_MAP_TYPE_PROG_ARRAY", KeySize = sizeof(uint), ValueSize = sizeof(uint), View = "ProgramArray", Programs = "tc", Since = "4.2")]
public sealed class TcProgramArrayMap : MapDeclaration
{
    /// <summary>Declares the map.</summary>
    /// <param name="maxEntries">Number of programs that fit.</param>
    /// <param name="flags">Flags; <see cref="MapFlags.None"/> is right almost always.</param>
    /// <param name="pinning">Whether loaders share the map by its name.</param>
    /// <param name="programs">Programs that are there from the load on, by name and in order: <c>programs: [nameof(Parse), nameof(Route)]</c>; <see langword="null"/> leaves an entry empty.</param>
    public TcProgramArrayMap(uint maxEntries, MapFlags flags = MapFlags.None, MapPinning pinning = MapPinning.None, string?[]? programs = null)
        : base(maxEntries, flags, pinning) => InitialPrograms = programs ?? [];

    private string?[] InitialPrograms { get; }

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

    internal override MapStorage CreateStorage(MapStorageOptions options) => new ProgramArrayStorage(options.KeyedBy<uint, uint>(), isXdp: false, InitialPrograms);
}
