using System;
using System.Collections.Generic;
using BpfSharp.Simulation.Run;

namespace BpfSharp.Simulation;

/// <summary>What a program class declares; generated code fills it for each simulation.</summary>
public sealed class SimulationDefinition
{
    private readonly List<SimulatedMapDeclaration> _maps = [];
    private readonly List<SimulatedConstant> _constants = [];
    private readonly List<SimulatedGlobal> _globals = [];

    /// <summary>Starts a definition.</summary>
    /// <param name="programClass">The program class.</param>
    public SimulationDefinition(Type programClass) => ProgramClass = programClass;

    /// <summary>The program class.</summary>
    public Type ProgramClass { get; }

    /// <summary>Number of simulated CPUs.</summary>
    public int CpuCount { get; init; } = 4;

    internal IReadOnlyList<SimulatedMapDeclaration> Maps => _maps;

    internal IReadOnlyList<SimulatedConstant> Constants => _constants;

    internal IReadOnlyList<SimulatedGlobal> Globals => _globals;

    /// <summary>Adds a map.</summary>
    /// <param name="name">Name of the field.</param>
    /// <param name="map">The field's value.</param>
    /// <param name="options">What is changed about it.</param>
    /// <returns>This definition.</returns>
    public SimulationDefinition Map(string name, MapDeclaration map, MapOptions? options = null)
    {
        _maps.Add(new SimulatedMapDeclaration(name, map, options?.MaxEntries ?? map.MaxEntries, options?.BytesPerCpu ?? MapOptions.DefaultBytesPerCpu));
        return this;
    }

    /// <summary>Adds a load-time constant.</summary>
    /// <typeparam name="T">Its type.</typeparam>
    /// <param name="name">Name of the field.</param>
    /// <param name="constant">The field's value.</param>
    /// <param name="value">What programs of this simulation read.</param>
    /// <returns>This definition.</returns>
    public SimulationDefinition Constant<T>(string name, LoadConstant<T> constant, T value)
        where T : unmanaged
    {
        _constants.Add(new SimulatedConstant<T>(name, constant, value));
        return this;
    }

    /// <summary>Adds a static field.</summary>
    /// <typeparam name="T">Its type.</typeparam>
    /// <param name="name">Name of the field.</param>
    /// <param name="get">Reads it.</param>
    /// <param name="set">Writes it.</param>
    /// <returns>This definition.</returns>
    public SimulationDefinition Global<T>(string name, Func<T> get, Action<T> set)
        where T : unmanaged
    {
        _globals.Add(new SimulatedGlobal<T>(name, ProgramClass, get, set));
        return this;
    }

    /// <summary>Adds static fields of other classes, of libraries too, that the programs use.</summary>
    /// <param name="names">Full metadata names of the class and name of the field: <c>Ns.Class.s_field</c>.</param>
    /// <returns>This definition.</returns>
    /// <exception cref="InvalidOperationException">No assembly that the program class's assembly refers to has such a field.</exception>
    public SimulationDefinition OtherGlobals(params IEnumerable<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        var fields = new StaticFields(ProgramClass.Assembly);
        foreach (string name in names)
            _globals.Add(SimulatedGlobal.Of(name, fields.Find(name)));
        return this;
    }
}
