using System;
using System.IO;
using BpfSharp.Samples;

namespace TcModes;

/// <summary>A filter that the <c>tc</c> command has put on the interface before we came.</summary>
internal static class ForeignFilter
{
    public const ushort Priority = 50_000;

    public static void Add(LabNamespace place, string device)
    {
        string file = Path.Combine(AppContext.BaseDirectory, "TcModes.Foreigner.bpf.o");
        OutsideCommand.Run(place, "tc", "qdisc", "add", "dev", device, "clsact");
        OutsideCommand.Run(place, "tc", "filter", "add", "dev", device, "ingress", "prio", $"{Priority}", "protocol", "all", "bpf", "direct-action", "obj", file, "sec", "tc");
    }

    /// <summary>Whether <c>tc</c> still finds it.</summary>
    public static bool IsThere(LabNamespace place, string device) =>
        OutsideCommand.Run(place, "tc", "filter", "show", "dev", device, "ingress").Contains($"pref {Priority} bpf", StringComparison.Ordinal);
}
