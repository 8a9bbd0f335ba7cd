using System;

namespace BpfSharp.Simulation;

/// <summary>A simulation was used in a way that means nothing: a map touched outside of a run, a map of another program class, a run inside a run.</summary>
public sealed class SimulationException : InvalidOperationException
{
    /// <summary>Makes the exception.</summary>
    /// <param name="message">What is wrong and what to do.</param>
    public SimulationException(string message)
        : base(message)
    {
    }
}
