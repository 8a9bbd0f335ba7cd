using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace BpfSharp.Build;

/// <summary>Writes each BPF object that an assembly carries to a file of its own, <c>Namespace.Class.bpf.o</c>.</summary>
/// <remarks>A file that already has the content keeps its time, so that what depends on it is not made again.</remarks>
public sealed class WriteBpfObjects : Task
{
    private const string ErrorCode = "BPF9001";

    /// <summary>Path of the built assembly.</summary>
    [Required]
    public string Assembly { get; set; } = "";

    /// <summary>Where the files go.</summary>
    [Required]
    public string OutputDirectory { get; set; } = "";

    /// <summary>The files, written now or before.</summary>
    [Output]
    public ITaskItem[] Objects { get; private set; } = Array.Empty<ITaskItem>();

    /// <inheritdoc/>
    public override bool Execute()
    {
        try
        {
            using FileStream stream = File.OpenRead(Assembly);
            IReadOnlyList<EmbeddedObject> objects = EmbeddedObjects.Read(stream);
            if (objects.Count > 0)
                Directory.CreateDirectory(OutputDirectory);
            Objects = objects.Select(Write).ToArray<ITaskItem>();
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or BadImageFormatException or InvalidDataException)
        {
            Log.LogError(null, ErrorCode, null, Assembly, 0, 0, 0, 0, "The BPF objects could not be written: {0}", exception.Message);
            return false;
        }
    }

    private TaskItem Write(EmbeddedObject value)
    {
        string path = Path.Combine(OutputDirectory, value.FileName);
        if (!File.Exists(path) || !File.ReadAllBytes(path).SequenceEqual(value.Content))
        {
            File.WriteAllBytes(path, value.Content);
            Log.LogMessage(MessageImportance.Normal, "Wrote {0}", path);
        }

        return new TaskItem(path);
    }
}
