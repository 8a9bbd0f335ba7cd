namespace BpfSharp.Kernel.Tests.Differential.Programs;

/// <summary>Records that user space writes and programs read.</summary>
public static partial class UserRingPrograms
{
    private static readonly UserRingBufferMap<Command> Commands = new(byteSize: 4096);
    private static readonly HashMap<uint, long> Limits = new(maxEntries: 8);

    private static long s_result;
    private static long s_total;
    private static uint s_last;

    public struct Command
    {
        public uint Key;
        public byte Kind;
        public long Value;
    }

    [TcProgram(OnFault = TcAction.Shot)]
    public static TcAction Apply(TcContext ctx)
    {
        s_result = Commands.Drain(static (in UserRecord<Command> record) =>
        {
            if (!record.TryRead(out Command command))
                return;
            if (command.Kind == 0)
                Limits.Remove(in command.Key);
            else
                Limits.Set(in command.Key, 1000 / command.Value);
            s_last = command.Key;
        });
        return TcAction.Ok;
    }

    /// <summary>With a variable of the caller, and an end before the last record.</summary>
    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction Sum(XdpContext ctx)
    {
        long sum = 0;
        uint stop = s_last;
        s_result = Commands.Drain(ref sum, (in UserRecord<Command> record, ref long total) =>
        {
            if (!record.TryRead(out Command command))
                return false;
            total += command.Value;
            return command.Key != stop;
        });
        s_total = sum;
        return XdpAction.Pass;
    }
}
