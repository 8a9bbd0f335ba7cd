namespace BpfSharp.Simulation.Run;

/// <summary>A load-time constant with the value that this simulation gives it.</summary>
internal abstract class SimulatedConstant(string name, object constant)
{
    public string Name { get; } = name;

    public object Constant { get; } = constant;
}

/// <inheritdoc/>
internal sealed class SimulatedConstant<T>(string name, LoadConstant<T> constant, T value) : SimulatedConstant(name, constant)
    where T : unmanaged
{
    public T Value { get; } = value;
}
