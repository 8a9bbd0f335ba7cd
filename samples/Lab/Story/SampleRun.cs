using System;
using System.Threading;

namespace BpfSharp.Samples;

/// <summary>What a story is told with.</summary>
/// <param name="Check">Whether nobody looks: no pauses for the eye.</param>
/// <param name="Sabotage">What to break on purpose, one of the sample's words; null: nothing.</param>
/// <param name="Configuration">The file that <c>--config</c> names; null: the sample's own.</param>
/// <param name="View">Where to say what happens.</param>
/// <param name="Fates">Where every packet's fate is written down.</param>
/// <param name="Stop">Ctrl+C.</param>
public sealed record SampleRun(bool Check, string? Sabotage, string? Configuration, ISampleView View, FateLedger Fates, CancellationToken Stop)
{
    /// <summary>Waits so that a person can look; not at all in an unattended run.</summary>
    /// <exception cref="OperationCanceledException">Ctrl+C.</exception>
    public void Pause(TimeSpan time)
    {
        if (!Check)
            Stop.WaitHandle.WaitOne(time);
        Stop.ThrowIfCancellationRequested();
    }
}
