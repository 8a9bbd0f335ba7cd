using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using BpfSharp.Kernel.Tests.Infrastructure;
using Xunit;

[assembly: AssemblyFixture(typeof(LeftoverCheck))]

namespace BpfSharp.Kernel.Tests.Infrastructure;

/// <summary>At the end of all tests the process must hold nothing in the kernel: no program, map, link or types, no pin, no namespace.</summary>
public sealed class LeftoverCheck : IDisposable
{
    /// <inheritdoc/>
    public void Dispose()
    {
        if (!OperatingSystem.IsLinux())
            return;
        Eventually.True(
            TimeSpan.FromSeconds(10),
            static () =>
            {
                // Objects whose constructor threw hold nothing; what else is held by garbage is no leftover.
                GC.Collect();
                GC.WaitForPendingFinalizers();
                return !Find().Any();
            },
            static () => "The tests leave behind: " + string.Join(", ", Find()));
    }

    private static IEnumerable<string> Find()
    {
        foreach (string descriptor in Directory.GetFileSystemEntries("/proc/self/fd"))
        {
            string? target = new FileInfo(descriptor).LinkTarget;
            if (target is not null && (target.StartsWith("anon_inode:bpf", StringComparison.Ordinal) || target == "anon_inode:btf"))
                yield return target;
        }
        foreach (string pin in Directory.Exists("/sys/fs/bpf") ? Directory.GetFileSystemEntries("/sys/fs/bpf", $"bpfsharp-*{Environment.ProcessId}*") : [])
            yield return pin;
        if (!Directory.Exists("/run/netns"))
            yield break;
        foreach (string name in Directory.GetFileSystemEntries("/run/netns", $"bpfsharp-{Environment.ProcessId}-*"))
            yield return name;
    }
}
