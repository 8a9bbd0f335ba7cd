using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading;
using BpfSharp.Kernel.Tests.Infrastructure;

namespace BpfSharp.Kernel.Tests.Differential;

/// <summary>The kernel's trace buffer, through a tracefs of our own, and large while this lives: at first it has 7 KB a CPU, and what others write pushes lines out.</summary>
internal sealed class TraceBuffer : IDisposable
{
    private const string LargeEnough = "8192";

    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(5);

    private readonly string _folder = Directory.CreateTempSubdirectory("bpfsharp-trace-").FullName;
    private readonly string _size;

    public TraceBuffer()
    {
        Tool.Run("mount", $"-t tracefs tracefs {_folder}");
        // "7 (expanded: 1408)" until somebody traces.
        _size = File.ReadAllText(SizeFile).Split(' ')[0].Trim();
        Resize(LargeEnough);
    }

    private string SizeFile => Path.Combine(_folder, "buffer_size_kb");

    /// <summary>Lines from a text on.</summary>
    public IEnumerable<string> Read(string start) =>
        [.. File.ReadLines(Path.Combine(_folder, "trace")).Where(l => l.Contains(start, StringComparison.Ordinal)).Select(l => l[l.IndexOf(start, StringComparison.Ordinal)..])];

    public void Dispose()
    {
        Resize(_size);
        Tool.Run("umount", _folder);
        Directory.Delete(_folder);
    }

    // EBUSY while somebody, in whatever process, reads the buffer (ring_buffer_resize).
    private void Resize(string size)
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                File.WriteAllText(SizeFile, size);
                return;
            }
            catch (IOException) when (clock.Elapsed < s_limit)
            {
                Thread.Sleep(10);
            }
        }
    }
}
