using System;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Threading;
using BpfSharp.Views;

namespace BpfSharp.Simulation.Run;

/// <summary>A static field: its value belongs to a simulation and stands in the field only during a run.</summary>
internal abstract class SimulatedGlobal(string name, Type owner)
{
    public string Name { get; } = name;

    /// <summary>The class that declares the field.</summary>
    public Type Owner { get; } = owner;

    /// <summary>The lock of the simulation that it belongs to.</summary>
    public Lock Gate { get; set; } = new();

    /// <summary>Takes the field's initial value; no run of the class goes on.</summary>
    public abstract void Capture();

    public abstract void SwapIn();

    public abstract void SwapOut();

    /// <summary>A field that generated code of the program's assembly may not see.</summary>
    [UnconditionalSuppressMessage("Trimming", "IL2076", Justification = "Simulations are for tests, which are neither trimmed nor compiled ahead.")]
    [UnconditionalSuppressMessage("AOT", "IL3050", Justification = "Simulations are for tests, which are neither trimmed nor compiled ahead.")]
    public static SimulatedGlobal Of(string name, FieldInfo field)
    {
        Type type = typeof(ReflectedGlobal<>).MakeGenericType(field.FieldType);
        return (SimulatedGlobal)Activator.CreateInstance(type, name, field)!;
    }
}

/// <inheritdoc/>
internal class SimulatedGlobal<T>(string name, Type owner, Func<T> get, Action<T> set) : SimulatedGlobal(name, owner), IGlobalView<T>
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

    /// <summary>Between runs: during one, the value is in the field.</summary>
    public MappedGlobal<T> Map() => new(ref _value, null);

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
