using System;

namespace EgressScheduler.Measure;

/// <summary>A class's rate, measured while its queue was never empty. All in bits a second.</summary>
/// <param name="Name">The class.</param>
/// <param name="Configured">What the file says.</param>
/// <param name="Received">What the receiver's socket got, with the headers that it had on the wire.</param>
/// <param name="Scheduled">What the scheduler says that it let out; null: it keeps no classes.</param>
internal sealed record ClassRate(string Name, double Configured, double Received, double? Scheduled)
{
    private const double Tolerance = 0.1;
    private const double Million = 1e6;

    /// <summary>What is wrong; null: both are within a tenth of the configured rate.</summary>
    public string? Misfit =>
        IsOff(Received) || (Scheduled is { } scheduled && IsOff(scheduled)) ? $"class {this}" : null;

    public override string ToString() =>
        $"{Name}: {Received / Million:F2} Mbit/s at the receiver" + (Scheduled is { } scheduled ? $", {scheduled / Million:F2} by the scheduler" : "") + $", {Configured / Million:F2} configured";

    private bool IsOff(double rate) => Math.Abs(rate - Configured) > Tolerance * Configured;
}
