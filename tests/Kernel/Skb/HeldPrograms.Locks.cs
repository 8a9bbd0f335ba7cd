using BpfSharp.Protocols;

namespace BpfSharp.Kernel.Tests.Skb;

public static partial class HeldPrograms
{
    private static readonly ArrayMap<Cell> Cells = new(maxEntries: 1);

    /// <summary>Under a lock: at a constant offset, at one that is known before the lock, and at one that is known under the lock only.</summary>
    [TcProgram(OnFault = TcAction.Shot)]
    public static TcAction Locked(TcContext ctx)
    {
        if (!Begin(ctx, out int payload, out uint position))
            return TcAction.Ok;
        ref Cell cell = ref Cells[0];
        byte constant, before, under;
        int offset;
        using (cell.Lock.Enter())
        {
            cell.Uses++;
            constant = ctx.Packet.Header<byte>(5_000);
            before = ctx.Packet.Header<byte>(payload + 20_000);
            offset = (int)(cell.Uses & 0x7fff);
            under = ctx.Packet.Header<byte>(offset + 20_000);
            cell.Sum += under;
        }

        if (constant == DeepPrograms.ByteAt(position + 5_000 - (uint)payload) && before == DeepPrograms.ByteAt(position + 20_000) && under == DeepPrograms.ByteAt(position + (uint)(offset + 20_000 - payload)))
            s_right++;
        else
            s_wrong++;
        return TcAction.Ok;
    }

    /// <summary>References from before a lock are used under it and behind it.</summary>
    [TcProgram(OnFault = TcAction.Shot)]
    public static TcAction LockedWithReferences(TcContext ctx)
    {
        ref Ipv4Header ip = ref ctx.Packet.Header<Ipv4Header>(EthernetHeader.Size);
        if (!Begin(ctx, out int payload, out uint position))
            return TcAction.Ok;
        ushort length = ip.TotalLength;
        bool far = false;
        ref Cell cell = ref Cells[0];
        using (cell.Lock.Enter())
        {
            cell.Uses++;
            if (ip.TotalLength == length && ctx.Packet.TryHeader(payload + 30_000, out Ref<byte> there))
                far = there.Value == DeepPrograms.ByteAt(position + 30_000);
        }

        if (far && ip.TotalLength == length)
            s_right++;
        else
            s_wrong++;
        return TcAction.Ok;
    }

    /// <summary>A lock taken while a reservation is held.</summary>
    [TcProgram(OnFault = TcAction.Shot)]
    public static TcAction LockedInReservation(TcContext ctx)
    {
        ref Ipv4Header ip = ref ctx.Packet.Header<Ipv4Header>(EthernetHeader.Size);
        if (!Begin(ctx, out int payload, out uint position))
            return TcAction.Ok;
        ref Cell cell = ref Cells[0];
        using RingBufferReservation<Record> record = Records.Reserve();
        if (record.IsAbsent)
            return TcAction.Ok;
        using (cell.Lock.Enter())
        {
            cell.Uses++;
            record.Record.Far = ctx.Packet.Header<byte>(payload + 40_000);
        }

        if (record.Record.Far == DeepPrograms.ByteAt(position + 40_000) && ip.Version == 4)
            s_right++;
        else
            s_wrong++;
        return TcAction.Ok;
    }

    /// <summary>A fault under a lock, behind the packet's end.</summary>
    [TcProgram(OnFault = TcAction.Ok)]
    public static TcAction LockedBehind(TcContext ctx)
    {
        if (!Begin(ctx, out int payload, out uint position))
            return TcAction.Ok;
        ref Cell cell = ref Cells[0];
        using (cell.Lock.Enter())
        {
            cell.Uses++;
            if (ctx.Packet.Header<byte>(payload + 30_000) == DeepPrograms.ByteAt(position + 30_000))
                cell.Sum++;
            cell.Sum += ctx.Packet.Header<byte>(ctx.Length);
        }

        s_wrong++;
        return TcAction.Ok;
    }

    /// <summary>In a loop, and in each entry of a map.</summary>
    [TcProgram(OnFault = TcAction.Shot)]
    public static TcAction LockedAgainAndAgain(TcContext ctx)
    {
        ref Ipv4Header ip = ref ctx.Packet.Header<Ipv4Header>(EthernetHeader.Size);
        if (!Begin(ctx, out int payload, out uint position))
            return TcAction.Ok;
        int different = 0;
        for (int i = 0; i < 25; i++)
        {
            byte far;
            ref Cell cell = ref Cells[0];
            using (cell.Lock.Enter())
            {
                cell.Uses++;
                far = ctx.Packet.Header<byte>(payload + (i * 1_024));
            }

            if (far != DeepPrograms.ByteAt(position + (uint)(i * 1_024)) || ip.Version != 4)
                different++;
        }

        Bpf.Loop(27, i =>
        {
            byte far;
            ref Cell cell = ref Cells[0];
            using (cell.Lock.Enter())
            {
                cell.Sum++;
                far = ctx.Packet.Header<byte>(payload + ((int)(i & 31) * 2_048));
            }

            if (far != DeepPrograms.ByteAt(position + (i * 2_048)))
                different++;
        });
        if (different == 0 && ip.Version == 4)
            s_right++;
        else
            s_wrong++;
        return TcAction.Ok;
    }

    public struct Cell
    {
        public BpfSpinLock Lock;
        public uint Uses;
        public ulong Sum;
    }
}
