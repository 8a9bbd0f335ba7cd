using System;

namespace BpfSharp.Simulation.Run;

/// <summary>Leaves a program that has made a tail call: nothing of it runs any more. Never seen by users.</summary>
internal sealed class TailCallException(SimulatedProgram target) : Exception("A tail call left this program; the simulation goes on with the other one.")
{
    public SimulatedProgram Target { get; } = target;
}
