using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;

namespace BpfSharp.Loader;

/// <summary>The effective capabilities of the calling thread, from its status in /proc.</summary>
internal static class Capabilities
{
    public const int NetAdmin = 12;
    public const int SysAdmin = 21;
    public const int SysResource = 24;
    public const int Perfmon = 38;
    public const int Bpf = 39;

    /// <summary>The names of those that the thread lacks; CAP_SYS_ADMIN stands for CAP_BPF and CAP_PERFMON.</summary>
    public static IReadOnlyList<string> Missing(params ReadOnlySpan<int> needed)
    {
        if (ReadEffective() is not { } effective)
            return [];
        return Missing(effective, needed);
    }

    internal static IReadOnlyList<string> Missing(ulong effective, ReadOnlySpan<int> needed)
    {
        var missing = new List<string>();
        foreach (int capability in needed)
        {
            bool covered = capability is Bpf or Perfmon && Has(effective, SysAdmin);
            if (!covered && !Has(effective, capability))
                missing.Add(Name(capability));
        }
        return missing;
    }

    internal static ulong? Parse(IEnumerable<string> statusLines)
    {
        const string Prefix = "CapEff:";
        foreach (string line in statusLines)
        {
            if (line.StartsWith(Prefix, StringComparison.Ordinal)
                && ulong.TryParse(line.AsSpan(Prefix.Length).Trim(), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong bits))
                return bits;
        }
        return null;
    }

    private static ulong? ReadEffective()
    {
        try
        {
            return Parse(File.ReadLines("/proc/thread-self/status"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static bool Has(ulong bits, int capability) => (bits >> capability & 1) != 0;

    private static string Name(int capability) => capability switch
    {
        NetAdmin => "CAP_NET_ADMIN",
        SysAdmin => "CAP_SYS_ADMIN",
        SysResource => "CAP_SYS_RESOURCE",
        Perfmon => "CAP_PERFMON",
        Bpf => "CAP_BPF",
        _ => "capability " + capability.ToString(CultureInfo.InvariantCulture),
    };
}
