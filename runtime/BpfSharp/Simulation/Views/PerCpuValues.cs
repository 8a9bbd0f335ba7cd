using System;

namespace BpfSharp.Simulation.Views;

/// <summary>Entries of per-CPU maps: one value for each CPU.</summary>
internal static class PerCpuValues
{
    public static void Check<TValue>(string map, TValue[] values, int cpuCount)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (values.Length != cpuCount)
            throw new ArgumentException($"The map '{map}' takes {cpuCount} values for an entry, one for each CPU, not {values.Length}.", nameof(values));
    }
}
