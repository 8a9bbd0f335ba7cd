using System;
using EdgeBalancer;

namespace BpfSharp.Samples.Tests.EdgeBalancer;

/// <summary>As plain C#.</summary>
public sealed class EdgeSimulationTests() : EdgeBehaviour(new EdgeSimulation()), IDisposable
{
    public void Dispose() => ((EdgeSimulation)Edge).Dispose();
}
