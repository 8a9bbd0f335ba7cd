namespace BpfSharp.Kernel.Tests.Differential.Programs;

/// <summary>Timers in values of maps, each way that they are set, started, stopped, and go with their entries.</summary>
public static partial class TimerPrograms
{
    private static readonly HashMap<uint, Flow> Flows = new(maxEntries: 16);
    private static readonly LruHashMap<uint, Flow> Recent = new(maxEntries: 64);
    private static readonly ArrayMap<Slot> Slots = new(maxEntries: 4);
    private static readonly ArrayMap<long> Answers = new(maxEntries: 8);

    private static uint s_key;
    private static ulong s_delay;
    private static ulong s_fired;
    private static long s_divisor;

    public struct Flow
    {
        public long Rounds;
        public BpfTimer Timer;
        public long Key;
    }

    public struct Slot
    {
        public BpfSpinLock Lock;
        public int Uses;
        public BpfTimer Timer;
    }

    /// <summary>An entry whose timer counts, three times; then it removes another entry.</summary>
    [TcProgram(OnFault = TcAction.Shot)]
    public static TcAction Arm(TcContext ctx)
    {
        if (!Flows.TryGetRef(in s_key, out Ref<Flow> found))
        {
            Answers[0] = Flows.TryAdd(in s_key, default) ? 1 : 0;
            if (!Flows.TryGetRef(in s_key, out found))
                return TcAction.Shot;
        }

        ref Flow flow = ref found.Value;
        Answers[1] = flow.Timer.Start(s_delay);
        Answers[2] = flow.Timer.Init(Flows);
        Answers[3] = flow.Timer.SetCallback(
            static (in uint key, ref Flow entry) =>
            {
                entry.Rounds++;
                entry.Key = key;
                s_fired++;
                if (entry.Rounds < 3)
                    entry.Timer.Start(s_delay);
                else
                    Flows.Remove(key + 100);
            },
            Flows);
        Answers[4] = flow.Timer.Start(s_delay);
        return TcAction.Ok;
    }

    [TcProgram(OnFault = TcAction.Shot)]
    public static TcAction Disarm(TcContext ctx)
    {
        if (!Flows.TryGetRef(in s_key, out Ref<Flow> found))
            return TcAction.Pipe;
        Answers[0] = found.Value.Timer.Cancel();
        Answers[1] = found.Value.Timer.Cancel();
        return TcAction.Ok;
    }

    /// <summary>A timer that was stopped has no function any more, and can't be started before it gets one.</summary>
    [TcProgram(OnFault = TcAction.Shot)]
    public static TcAction Restart(TcContext ctx)
    {
        if (!Flows.TryGetRef(in s_key, out Ref<Flow> found))
            return TcAction.Pipe;
        Answers[0] = found.Value.Timer.Cancel();
        Answers[1] = found.Value.Timer.Start(s_delay);
        Answers[2] = found.Value.Timer.SetCallback(static (in uint key, ref Flow entry) => s_fired++, Flows);
        Answers[3] = found.Value.Timer.Start(s_delay);
        return TcAction.Ok;
    }

    [TcProgram(OnFault = TcAction.Shot)]
    public static TcAction Forget(TcContext ctx) => Flows.Remove(in s_key) ? TcAction.Ok : TcAction.Pipe;

    /// <summary>A function that faults in its second round: its timer ends.</summary>
    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction ArmFaulting(XdpContext ctx)
    {
        Recent.TryAdd(in s_key, default);
        ref Flow flow = ref Recent[s_key];
        flow.Timer.Init(Recent);
        flow.Timer.SetCallback(Faulting, Recent);
        Answers[0] = flow.Timer.Start(s_delay);
        return XdpAction.Pass;
    }

    /// <summary>A timer beside a lock, in an array: it ends when the value is replaced.</summary>
    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction ArmSlot(XdpContext ctx)
    {
        ref Slot slot = ref Slots[s_key & 3];
        Answers[0] = slot.Timer.Init(Slots, TimerClock.Boot);
        slot.Timer.SetCallback(
            static (in uint key, ref Slot entry) =>
            {
                entry.Uses += 10;
                s_fired += key + 1;
            },
            Slots);
        Answers[1] = slot.Timer.Start(s_delay);
        if (s_divisor != 0)
            Answers[2] = Slots.Update(s_key & 3, new Slot { Uses = 5 });
        return XdpAction.Pass;
    }

    private static void Faulting(in uint key, ref Flow entry)
    {
        entry.Rounds++;
        entry.Key = 100 / (s_divisor - entry.Rounds);
        s_fired++;
        entry.Timer.Start(s_delay);
    }
}
