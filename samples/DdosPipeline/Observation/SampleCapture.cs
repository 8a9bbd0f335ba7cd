using System;
using System.IO;
using BpfSharp.Samples;
using BpfSharp.Testing;

namespace DdosPipeline.Observation;

/// <summary>Writes samples as a pcapng capture, each with the signature and what became of it as its comment.</summary>
public sealed class SampleCapture : IDisposable
{
    private readonly PcapngWriter _writer;

    public SampleCapture(Stream stream, string device)
    {
        _writer = new PcapngWriter(stream);
        _writer.AddInterface(device);
    }

    /// <exception cref="SampleFailedException">The file can't be written.</exception>
    public static SampleCapture Open(string path, string device)
    {
        try
        {
            return new SampleCapture(File.Create(path), device);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SampleFailedException($"{path} can't be written: {e.Message}");
        }
    }

    public void Write(ObservedSample sample) =>
        _writer.Write(0, new CapturedPacket(sample.Time, sample.Bytes, sample.Length), PcapngDirection.Inbound, Comment(sample));

    public void Dispose() => _writer.Dispose();

    private static string Comment(ObservedSample sample) => sample.Action switch
    {
        SignatureAction.Drop => $"dropped: {sample.Signature}",
        SignatureAction.Pass => $"passed: {sample.Signature}",
        _ => $"seen: {sample.Signature}",
    };
}
