using System;

namespace BpfSharp.Simulation.Run;

/// <summary>A timer that lies in a value of a simulated map.</summary>
internal sealed class SimulatedTimer(long number, MapDeclaration map, byte[] key, int offset, TimerClock clock)
{
    public long Number { get; } = number;

    public MapDeclaration Map { get; } = map;

    public byte[] Key { get; } = key;

    /// <summary>Where the value has it.</summary>
    public int Offset { get; } = offset;

    public TimerClock Clock { get; } = clock;

    /// <summary>The program that has set the function: its faults are counted for it.</summary>
    public string Program { get; set; } = "";

    public Action<SimulationRun>? Body { get; set; }

    /// <summary>By <see cref="SimulationEnvironment.KtimeNs"/>; null: it is not running down.</summary>
    public ulong? DueAt { get; set; }

    /// <summary>Of timers that are due at one time, the one that was started first comes first.</summary>
    public long Order { get; set; }
}
