using System.IO;

namespace BpfSharp.Loader;

/// <summary>The network namespace of the calling thread.</summary>
internal static class CurrentNamespace
{
    /// <summary>As the kernel names it: <c>net:[4026531840]</c>.</summary>
    public static string Name => new FileInfo("/proc/thread-self/ns/net").LinkTarget ?? "";
}
