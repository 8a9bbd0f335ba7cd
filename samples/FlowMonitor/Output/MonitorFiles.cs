using System;
using System.IO;
using BpfSharp.Samples;

namespace FlowMonitor.Output;

/// <summary>The files that are wanted.</summary>
/// <param name="Json">Where JSON lines go; null: nowhere.</param>
/// <param name="Capture">Where the capture goes; null: nowhere.</param>
/// <param name="Device">The interface that the capture names.</param>
internal sealed record MonitorFiles(string? Json, string? Capture, string Device)
{
    public JsonLines? OpenJson() => Json is null ? null : Open(Json, static path => new JsonLines(File.CreateText(path)));

    public CaptureFile? OpenCapture() => Capture is null ? null : Open(Capture, path => new CaptureFile(File.Create(path), Device));

    private static T Open<T>(string path, Func<string, T> open)
    {
        try
        {
            return open(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SampleFailedException($"{path} can't be written: {e.Message}");
        }
    }
}
