using System;
using System.IO;

namespace BpfSharp.Samples;

/// <summary>A file that is edited while a sample runs.</summary>
public sealed class ConfigurationFile(string path)
{
    private string? _last;

    public string Path { get; } = path;

    /// <summary>Reads it for the first time.</summary>
    /// <exception cref="SampleFailedException">It can't be read.</exception>
    public string Read()
    {
        try
        {
            return _last = File.ReadAllText(Path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SampleFailedException($"the configuration {Path} can't be read: {e.Message}");
        }
    }

    /// <summary>Its text if that has changed since the last reading; otherwise null.</summary>
    public string? ReadChanged()
    {
        try
        {
            string text = File.ReadAllText(Path);
            return text == _last ? null : _last = text;
        }
        catch (IOException)
        {
            return null; // an editor is writing it
        }
    }
}
