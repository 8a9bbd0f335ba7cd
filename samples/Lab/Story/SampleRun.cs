using System;
using System.Threading;

namespace BpfSharp.Samples;

/// <summary>What a story is told with.</summary>
/// <param name="Arguments">The command line.</param>
/// <param name="View">Where to say what happens.</param>
/// <param name="Fates">Where every packet's fate is written down.</param>
/// <param name="Stop">Ctrl+C.</param>
public sealed record SampleRun(SampleArguments Arguments, ISampleView View, FateLedger Fates, CancellationToken Stop)
{
    /// <inheritdoc cref="SampleArguments.Check"/>
    public bool Check => Arguments.Check;

    /// <inheritdoc cref="SampleArguments.Sabotage"/>
    public string? Sabotage => Arguments.Sabotage;

    /// <inheritdoc cref="SampleArguments.Configuration"/>
    public string? Configuration => Arguments.Configuration;

    /// <summary>Waits so that a person can look; not at all in an unattended run.</summary>
    /// <exception cref="OperationCanceledException">Ctrl+C.</exception>
    public void Pause(TimeSpan time)
    {
        if (!Check)
            Stop.WaitHandle.WaitOne(time);
        Stop.ThrowIfCancellationRequested();
    }
}
