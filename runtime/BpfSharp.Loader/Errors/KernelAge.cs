using System;

namespace BpfSharp.Loader;

/// <summary>Whether the kernel is older than the one that an object was built for.</summary>
internal static class KernelAge
{
    /// <summary>The running kernel's version, such as <c>6.12.48</c>.</summary>
    public static string Running => Environment.OSVersion.Version.ToString(3);

    /// <summary>What to say then; otherwise empty.</summary>
    public static string Note(string? targetKernel) => Note(targetKernel, Environment.OSVersion.Version);

    internal static string Note(string? targetKernel, Version running) => Version.TryParse(targetKernel, out Version? target) && running < target
        ? $"The object was built for Linux {targetKernel} and later; this is {running.Major}.{running.Minor}: build it with <BpfTargetKernel>{running.Major}.{running.Minor}</BpfTargetKernel>."
        : "";
}
