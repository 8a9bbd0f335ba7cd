using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using BpfSharp.CompilerServices;

namespace BpfSharp.Simulation.Run;

/// <summary>The timers of a simulation, as of <c>kernel/bpf/helpers.c</c>: they run when the test lets time pass.</summary>
internal sealed class SimulatedTimers(SimulationEnvironment environment)
{
    private readonly Dictionary<long, SimulatedTimer> _timers = [];
    private long _count;
    private long _starts;

    /// <summary>The one whose function runs.</summary>
    public SimulatedTimer? Running { get; set; }

    public int Init(ref BpfTimer timer, MapDeclaration map, TimerClock clock)
    {
        if (clock is not (TimerClock.Realtime or TimerClock.Monotonic or TimerClock.Boot))
            return -KernelError.Invalid;
        if (_timers.ContainsKey(timer.Number))
            return -KernelError.Busy;
        SimulationRun run = SimulationRun.Require(map);
        foreach (byte[] key in run.Storage(map).WalkedKeys())
        {
            ref byte value = ref run.Storage(map).Lookup(key, run.Cpu);
            if (Unsafe.IsNullRef(ref value) || run.Storage(map).Options.TimerOffset is not { } offset || !Unsafe.AreSame(ref Unsafe.Add(ref value, offset), ref Unsafe.As<BpfTimer, byte>(ref timer)))
                continue;
            timer.Number = ++_count;
            _timers.Add(timer.Number, new SimulatedTimer(timer.Number, map, key, offset, clock));
            return 0;
        }

        throw new SimulationException("A program initialised a timer that is in no value of the map that it named.");
    }

    public int SetCallback<TKey, TValue>(ref BpfTimer timer, EntryAction<TKey, TValue> body)
        where TKey : unmanaged
        where TValue : unmanaged
    {
        if (!_timers.TryGetValue(timer.Number, out SimulatedTimer? known))
            return -KernelError.Invalid;
        known.Program = SimulationRun.Require("a timer").ProgramName;
        known.Body = run => body(in EntryWalk.Key<TKey>(known.Key), ref EntryWalk.Value<TValue>(run, known.Map, known.Key));
        return 0;
    }

    public int Start(ref BpfTimer timer, ulong nanoseconds, TimerStart start)
    {
        if ((start & ~(TimerStart.Absolute | TimerStart.ThisCpu)) != 0 || !_timers.TryGetValue(timer.Number, out SimulatedTimer? known) || known.Body is null)
            return -KernelError.Invalid;
        known.DueAt = (start & TimerStart.Absolute) == 0 ? environment.KtimeNs + nanoseconds : FromClock(known.Clock, nanoseconds);
        known.Order = ++_starts;
        return 0;
    }

    public int Cancel(ref BpfTimer timer)
    {
        if (!_timers.TryGetValue(timer.Number, out SimulatedTimer? known))
            return -KernelError.Invalid;
        if (known == Running)
            return -KernelError.Deadlock;
        bool wasRunning = known.DueAt is not null;
        known.DueAt = null;
        known.Body = null; // drop_prog_refcnt
        return wasRunning ? 1 : 0;
    }

    /// <summary>The timer that comes next, if that is not later.</summary>
    public SimulatedTimer? NextDue(ulong until) =>
        _timers.Values.Where(t => t.DueAt <= until).OrderBy(static t => t.DueAt).ThenBy(static t => t.Order).FirstOrDefault();

    /// <summary>Whether the entry still has this timer; if not, it is forgotten.</summary>
    public bool IsThere(SimulationRun run, SimulatedTimer timer)
    {
        ref byte value = ref run.Storage(timer.Map).Lookup(timer.Key, run.Cpu);
        if (!Unsafe.IsNullRef(ref value) && Unsafe.As<byte, BpfTimer>(ref Unsafe.Add(ref value, timer.Offset)).Number == timer.Number)
            return true;
        _timers.Remove(timer.Number);
        return false;
    }

    private ulong FromClock(TimerClock clock, ulong time)
    {
        const ulong TaiOverUtc = 37_000_000_000;
        ulong zero = clock switch
        {
            TimerClock.Boot => environment.KtimeBootNs - environment.KtimeNs,
            TimerClock.Realtime => environment.KtimeTaiNs - TaiOverUtc - environment.KtimeNs,
            _ => 0,
        };
        return time < zero ? 0 : time - zero;
    }
}
