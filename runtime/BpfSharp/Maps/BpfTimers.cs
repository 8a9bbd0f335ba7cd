using BpfSharp.CompilerServices;
using BpfSharp.Simulation;

namespace BpfSharp;

/// <summary>What programs do with the timers in their maps' values (Linux 5.15; needs a GPL-compatible license).</summary>
public static class BpfTimers
{
    /// <summary>Makes a timer of the field (<c>bpf_timer_init</c>, Linux 5.15), once in an entry's life.</summary>
    /// <param name="timer">The timer, in place.</param>
    /// <param name="map">The map that the value is of.</param>
    /// <param name="clock">What it counts by.</param>
    /// <returns>0, or a negative error number: <c>-EBUSY</c> (-16) where it is one already, <c>-EPERM</c> (-1) where no user space holds the map.</returns>
    [BpfHelper(169, Name = "bpf_timer_init", Since = "5.15", Gpl = true)]
    public static int Init([BpfArgument(BpfArgumentKind.Timer)] this ref BpfTimer timer, [BpfArgument(BpfArgumentKind.Map)] MapDeclaration map, TimerClock clock = TimerClock.Monotonic) =>
        SimulationRun.Require(map).Timers.Init(ref timer, map, clock);

    // The kernel's helper takes two arguments: the map says of which values the timer is, and stands in a register that the helper does not look at.
    /// <summary>Says what is done when the time comes (<c>bpf_timer_set_callback</c>).</summary>
    /// <typeparam name="TKey">The map's key.</typeparam>
    /// <typeparam name="TValue">The map's value.</typeparam>
    /// <param name="timer">The timer, in place.</param>
    /// <param name="body">A static lambda or method; it gets the entry. It has no packet and nothing of the caller. A fault in it ends it, and is counted.</param>
    /// <param name="map">The map that the value is of.</param>
    /// <returns>0, or a negative error number: <c>-EINVAL</c> (-22) where the timer was not initialised.</returns>
    [BpfHelper(170, Name = "bpf_timer_set_callback", Since = "5.15", Gpl = true)]
    public static int SetCallback<TKey, TValue>(
        [BpfArgument(BpfArgumentKind.Timer)] this ref BpfTimer timer,
        [BpfArgument(BpfArgumentKind.LaterCallback)] EntryAction<TKey, TValue> body,
        HashMap<TKey, TValue> map)
        where TKey : unmanaged
        where TValue : unmanaged =>
        SimulationRun.Require(map).Timers.SetCallback(ref timer, body);

    /// <summary>Says what is done when the time comes (<c>bpf_timer_set_callback</c>).</summary>
    /// <typeparam name="TKey">The map's key.</typeparam>
    /// <typeparam name="TValue">The map's value.</typeparam>
    /// <param name="timer">The timer, in place.</param>
    /// <param name="body">A static lambda or method; it gets the entry. It has no packet and nothing of the caller. A fault in it ends it, and is counted.</param>
    /// <param name="map">The map that the value is of.</param>
    /// <returns>0, or a negative error number: <c>-EINVAL</c> (-22) where the timer was not initialised.</returns>
    [BpfHelper(170, Name = "bpf_timer_set_callback", Since = "5.15", Gpl = true)]
    public static int SetCallback<TKey, TValue>(
        [BpfArgument(BpfArgumentKind.Timer)] this ref BpfTimer timer,
        [BpfArgument(BpfArgumentKind.LaterCallback)] EntryAction<TKey, TValue> body,
        LruHashMap<TKey, TValue> map)
        where TKey : unmanaged
        where TValue : unmanaged =>
        SimulationRun.Require(map).Timers.SetCallback(ref timer, body);

    /// <summary>Says what is done when the time comes (<c>bpf_timer_set_callback</c>).</summary>
    /// <typeparam name="TValue">The map's value.</typeparam>
    /// <param name="timer">The timer, in place.</param>
    /// <param name="body">A static lambda or method; it gets the entry. It has no packet and nothing of the caller. A fault in it ends it, and is counted.</param>
    /// <param name="map">The map that the value is of.</param>
    /// <returns>0, or a negative error number: <c>-EINVAL</c> (-22) where the timer was not initialised.</returns>
    [BpfHelper(170, Name = "bpf_timer_set_callback", Since = "5.15", Gpl = true)]
    public static int SetCallback<TValue>(
        [BpfArgument(BpfArgumentKind.Timer)] this ref BpfTimer timer,
        [BpfArgument(BpfArgumentKind.LaterCallback)] EntryAction<uint, TValue> body,
        ArrayMap<TValue> map)
        where TValue : unmanaged =>
        SimulationRun.Require(map).Timers.SetCallback(ref timer, body);

    /// <summary>Starts the timer, or starts it anew (<c>bpf_timer_start</c>); its function is called once.</summary>
    /// <param name="timer">The timer, in place.</param>
    /// <param name="nanoseconds">From now; with <see cref="TimerStart.Absolute"/>, by its clock.</param>
    /// <param name="start">How.</param>
    /// <returns>0, or a negative error number: <c>-EINVAL</c> (-22) where it was not initialised, or has no function.</returns>
    [BpfHelper(171, Name = "bpf_timer_start", Since = "5.15", Gpl = true, Simulation = "runs when `Environment.Advance` comes to its time")]
    public static int Start([BpfArgument(BpfArgumentKind.Timer)] this ref BpfTimer timer, ulong nanoseconds, TimerStart start = TimerStart.None) =>
        SimulationRun.Require("a timer").Timers.Start(ref timer, nanoseconds, start);

    /// <summary>Stops the timer (<c>bpf_timer_cancel</c>), and waits for its function if it runs. It has no function afterwards: one must be set before it is started again.</summary>
    /// <param name="timer">The timer, in place.</param>
    /// <returns>1 where it was running down, 0 where not, or a negative error number: <c>-EINVAL</c> (-22) where it was not initialised, <c>-EDEADLK</c> (-35) in its own function.</returns>
    [BpfHelper(172, Name = "bpf_timer_cancel", Since = "5.15", Gpl = true)]
    public static int Cancel([BpfArgument(BpfArgumentKind.Timer)] this ref BpfTimer timer) => SimulationRun.Require("a timer").Timers.Cancel(ref timer);
}
