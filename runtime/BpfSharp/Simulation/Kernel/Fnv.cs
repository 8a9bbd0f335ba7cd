using System;

namespace BpfSharp.Simulation.Kernel;

/// <summary>The FNV-1a hash, in place of hashes whose keys are the kernel's secret.</summary>
internal static class Fnv
{
    public static uint Hash(ReadOnlySpan<byte> bytes)
    {
        uint hash = 2166136261;
        foreach (byte value in bytes)
            hash = unchecked((hash ^ value) * 16777619);
        return hash;
    }
}
