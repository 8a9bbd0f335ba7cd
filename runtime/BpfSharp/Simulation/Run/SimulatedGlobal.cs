using System;
using System.Threading;
using BpfSharp.Views;

namespace BpfSharp.Simulation.Run;

/// <summary>A static field: its value belongs to a simulation and stands in the field only during a run.</summary>
internal abstract class SimulatedGlobal(string name)
{
    public string Name { get; } = name;

    /// <summary>The lock of the simulation that it belongs to.</summary>
    public Lock Gate { get; set; } = new();

    /// <summary>Takes the field's initial value; no run of the class goes on.</summary>
    public abstract void Capture();

    public abstract void SwapIn();

    public abstract void SwapOut();
}

/// <inheritdoc/>
internal sealed class SimulatedGlobal<T>(string name, Func<T> get, Action<T> set) : SimulatedGlobal(name), IGlobalView<T>
    where T : unmanaged
{
    private T _value;
    private T _outside;

    public T Value
    {
        get
        {
            lock (Gate)
                return _value;
        }

        set
        {
            lock (Gate)
                _value = value;
        }
    }

    public override void Capture() => _value = get();

    public override void SwapIn()
    {
        _outside = get();
        set(_value);
    }

    public override void SwapOut()
    {
        _value = get();
        set(_outside);
    }
}
