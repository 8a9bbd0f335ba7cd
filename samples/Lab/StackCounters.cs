using System;
using System.Globalization;
using System.IO;
using System.Linq;

namespace BpfSharp.Samples;

/// <summary>What the network stack of a namespace has counted (<c>/proc/net/snmp</c>): proof of what has reached it.</summary>
public static class StackCounters
{
    /// <summary>A counter such as <c>Tcp</c>, <c>InSegs</c>.</summary>
    public static long Read(LabNamespace place, string protocol, string counter) => place.Run(() =>
    {
        // 'self' would be the first thread's namespace.
        string[] lines = [.. File.ReadLines("/proc/thread-self/net/snmp").Where(l => l.StartsWith(protocol + ":", StringComparison.Ordinal))];
        int column = Array.IndexOf(lines[0].Split(' '), counter);
        return long.Parse(lines[1].Split(' ')[column], CultureInfo.InvariantCulture);
    });
}
