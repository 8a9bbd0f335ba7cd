using BpfSharp.Simulation;

namespace BpfSharp;

/// <summary>Walks over the entries of a map in a program.</summary>
public static class PerCpuArrayMapEntries
{
    /// <summary>Calls a function for each entry (<c>bpf_for_each_map_elem</c>, Linux 5.13), the values of this CPU, by rising index.</summary>
    /// <typeparam name="TValue">The map's value.</typeparam>
    /// <param name="map">The map.</param>
    /// <param name="body">A lambda, local function or static method. A fault in it ends the program.</param>
    /// <returns>Entries that the function was called for.</returns>
    [BpfHelper(164, Name = "bpf_for_each_map_elem", Since = "5.13")]
    public static int ForEach<TValue>(
        this PerCpuArrayMap<TValue> map,
        [BpfArgument(BpfArgumentKind.Callback)] EntryAction<uint, TValue> body)
        where TValue : unmanaged
    {
        SimulationRun run = SimulationRun.Require(map);
        int count = 0;
        foreach (byte[] key in EntryWalk.Keys(run, map))
        {
            count++;
            body(in EntryWalk.Key<uint>(key), ref EntryWalk.Value<TValue>(run, map, key));
        }

        return count;
    }

    /// <summary>Calls a function for each entry (<c>bpf_for_each_map_elem</c>, Linux 5.13), the values of this CPU, by rising index.</summary>
    /// <typeparam name="TValue">The map's value.</typeparam>
    /// <param name="map">The map.</param>
    /// <param name="body">A lambda, local function or static method; it says whether to go on. A fault in it ends the program.</param>
    /// <returns>Entries that the function was called for.</returns>
    [BpfHelper(164, Name = "bpf_for_each_map_elem", Since = "5.13")]
    public static int ForEach<TValue>(
        this PerCpuArrayMap<TValue> map,
        [BpfArgument(BpfArgumentKind.Callback)] EntryCondition<uint, TValue> body)
        where TValue : unmanaged
    {
        SimulationRun run = SimulationRun.Require(map);
        int count = 0;
        foreach (byte[] key in EntryWalk.Keys(run, map))
        {
            count++;
            if (!body(in EntryWalk.Key<uint>(key), ref EntryWalk.Value<TValue>(run, map, key)))
                break;
        }

        return count;
    }

    /// <summary>Calls a function for each entry (<c>bpf_for_each_map_elem</c>, Linux 5.13), the values of this CPU, by rising index.</summary>
    /// <typeparam name="TValue">The map's value.</typeparam>
    /// <typeparam name="TState">A variable that the function changes.</typeparam>
    /// <param name="map">The map.</param>
    /// <param name="state">The variable.</param>
    /// <param name="body">A lambda, local function or static method. A fault in it ends the program.</param>
    /// <returns>Entries that the function was called for.</returns>
    [BpfHelper(164, Name = "bpf_for_each_map_elem", Since = "5.13")]
    public static int ForEach<TValue, TState>(
        this PerCpuArrayMap<TValue> map,
        [BpfArgument(BpfArgumentKind.Environment)] ref TState state,
        [BpfArgument(BpfArgumentKind.Callback)] EntryAction<uint, TValue, TState> body)
        where TValue : unmanaged
        where TState : unmanaged
    {
        SimulationRun run = SimulationRun.Require(map);
        int count = 0;
        foreach (byte[] key in EntryWalk.Keys(run, map))
        {
            count++;
            body(in EntryWalk.Key<uint>(key), ref EntryWalk.Value<TValue>(run, map, key), ref state);
        }

        return count;
    }

    /// <summary>Calls a function for each entry (<c>bpf_for_each_map_elem</c>, Linux 5.13), the values of this CPU, by rising index.</summary>
    /// <typeparam name="TValue">The map's value.</typeparam>
    /// <typeparam name="TState">A variable that the function changes.</typeparam>
    /// <param name="map">The map.</param>
    /// <param name="state">The variable.</param>
    /// <param name="body">A lambda, local function or static method; it says whether to go on. A fault in it ends the program.</param>
    /// <returns>Entries that the function was called for.</returns>
    [BpfHelper(164, Name = "bpf_for_each_map_elem", Since = "5.13")]
    public static int ForEach<TValue, TState>(
        this PerCpuArrayMap<TValue> map,
        [BpfArgument(BpfArgumentKind.Environment)] ref TState state,
        [BpfArgument(BpfArgumentKind.Callback)] EntryCondition<uint, TValue, TState> body)
        where TValue : unmanaged
        where TState : unmanaged
    {
        SimulationRun run = SimulationRun.Require(map);
        int count = 0;
        foreach (byte[] key in EntryWalk.Keys(run, map))
        {
            count++;
            if (!body(in EntryWalk.Key<uint>(key), ref EntryWalk.Value<TValue>(run, map, key), ref state))
                break;
        }

        return count;
    }
}
