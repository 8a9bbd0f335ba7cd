using System;
using System.IO;

namespace BpfSharp.Loader;

/// <summary>Where BPF file systems are mounted.</summary>
internal static class BpfFileSystem
{
    /// <summary>Whether a path lies in one.</summary>
    public static bool Contains(string path)
    {
        string full = Path.GetFullPath(path);
        try
        {
            foreach (string line in File.ReadLines("/proc/self/mounts"))
            {
                string[] fields = line.Split(' ');
                if (fields.Length > 2 && fields[2] == "bpf" && full.StartsWith(fields[1].TrimEnd('/') + "/", StringComparison.Ordinal))
                    return true;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Without the list the pin itself will say.
            return true;
        }
        return false;
    }
}
