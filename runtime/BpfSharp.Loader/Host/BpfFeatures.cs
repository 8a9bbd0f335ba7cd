using System;
using System.Collections.Concurrent;
using BpfSharp.Loader.Syscalls;

namespace BpfSharp.Loader;

/// <summary>What the running kernel has, found out by trying, not by its version: distributions carry newer parts into older kernels, and leave parts out.
/// Answers are kept for the life of the process, except <see cref="FeatureState.Unknown"/>.</summary>
public static class BpfFeatures
{
    private static readonly ConcurrentDictionary<(string What, int First, int Second), FeatureState> s_known = new();

    /// <summary>A map type by its number (<c>enum bpf_map_type</c>). Takes CAP_BPF.</summary>
    public static FeatureState MapType(int type) => Ask("map", type, 0, static (type, _) => FeatureProbes.MapType(type));

    /// <summary>A program type by its number (<c>enum bpf_prog_type</c>). Takes CAP_BPF and what the type itself wants.</summary>
    public static FeatureState ProgramType(int type) => Ask("program", type, 0, static (type, _) => FeatureProbes.ProgramType(type));

    /// <summary>A helper by its number, for programs of a type. Takes CAP_BPF and CAP_PERFMON.</summary>
    public static FeatureState Helper(int programType, int helper) => Ask("helper", programType, helper, FeatureProbes.Helper);

    /// <summary>TCX (Linux 6.6). Takes CAP_NET_ADMIN.</summary>
    public static FeatureState Tcx => Ask("tcx", 0, 0, static (_, _) => FeatureProbes.Tcx());

    /// <summary>Operations on many entries of hash maps (Linux 5.6). Takes CAP_BPF.</summary>
    public static FeatureState Batches => Ask("batches", 0, 0, static (_, _) => FeatureProbes.Batches());

    /// <summary>Types (BTF) of objects (Linux 4.18). Takes CAP_BPF.</summary>
    public static FeatureState Types => Ask("types", 0, 0, static (_, _) => FeatureProbes.Types());

    /// <summary>XDP programs for packets with fragments (Linux 5.18). Takes CAP_BPF and CAP_NET_ADMIN.</summary>
    public static FeatureState XdpFragments => Ask("fragments", 0, 0, static (_, _) => FeatureProbes.XdpFragments());

    /// <summary>XDP programs in the place of another one's functions (freplace; Linux 5.10 for more than one place), which dispatchers of several programs need.
    /// Takes CAP_BPF, CAP_NET_ADMIN and CAP_PERFMON.</summary>
    public static FeatureState Extensions => Ask("extensions", 0, 0, static (_, _) => FeatureProbes.Extensions());

    /// <summary>Actions that are BPF programs (act_bpf). Takes CAP_NET_ADMIN in the network namespace.</summary>
    public static FeatureState ActBpf => Ask("act_bpf", 0, 0, static (_, _) => FeatureProbes.ActBpf());

    private static FeatureState Ask(string what, int first, int second, Func<int, int, FeatureState> probe)
    {
        if (s_known.TryGetValue((what, first, second), out FeatureState known))
            return known;
        FeatureState state = OperatingSystem.IsLinux() ? probe(first, second) : FeatureState.Absent;
        if (state != FeatureState.Unknown)
            s_known[(what, first, second)] = state;
        return state;
    }
}
