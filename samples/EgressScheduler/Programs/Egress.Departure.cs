using BpfSharp;

namespace EgressScheduler;

public static partial class Egress
{
    /// <summary>What would have to wait for longer is dropped: fq drops what is 10 s ahead anyway.</summary>
    public const ulong Horizon = 2_000_000_000; // ns

    private static readonly HashMap<uint, Pace> Paces = new(maxEntries: MostRules); // by the class's minor number
    private static ulong s_tooLate;

    /// <summary>clsact or TCX on egress of an interface whose scheduler is <c>fq</c>: says when each packet is to leave, so that a class keeps its rate without a class in the scheduler.</summary>
    [TcProgram(OnFault = TcAction.Next)]
    public static TcAction Depart(TcContext ctx)
    {
        Treatment treatment = Decide(ctx);
        if (treatment.Rule != 0)
            Apply(ctx, in treatment);
        uint minor = treatment.Rule == 0 ? DefaultMinor : treatment.Minor;
        if (!Paces.TryGetRef(in minor, out Ref<Pace> pace))
            return TcAction.Next;

        ulong departure = pace.Value.Reserve(Bpf.KtimeNs(), ctx.WireLength, Horizon);
        if (departure == 0)
        {
            s_tooLate++;
            return TcAction.Shot;
        }

        ctx.Timestamp = departure;
        return TcAction.Next;
    }
}
