using System.Runtime.InteropServices;
using System.Threading;
using BpfSharp.Protocols;

namespace BpfSharp.Kernel.Tests.Differential.Programs;

/// <summary>What stays behind after a run: maps of every type, globals; and constants that were set before the load.</summary>
public static partial class StatePrograms
{
    private static readonly HashMap<Key, long> Hash = new(maxEntries: 256);
    private static readonly LruHashMap<uint, Sums> Lru = new(maxEntries: 1024);
    private static readonly ArrayMap<long> Array = new(maxEntries: 16);
    private static readonly PerCpuArrayMap<Sums> PerCpuArray = new(maxEntries: 4);
    private static readonly PerCpuHashMap<uint, Sums> PerCpuHash = new(maxEntries: 64);
    private static readonly LpmTrieMap<Ipv4Prefix, uint> Trie = new(maxEntries: 64);
    private static readonly RingBufferMap<Sums> Events = new(byteSize: 1 << 16);
    private static readonly LoadConstant<int> Limit = 5;
    private static readonly LoadConstant<ulong> Mask = 0xff;
    [Range(1, 40)]
    private static readonly LoadConstant<int> Rounds = 3;
    private static long s_total;
    private static int s_down = 42;
    private static uint s_flags = 0xffff_ffff;
    private static Sums s_sums;

    public record struct Key
    {
        public uint Low;
        public uint High;
    }

    public record struct Sums
    {
        public long Count;
        public long Sum;
    }

    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction Maps(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        var key = new Key { Low = (uint)o.A & 7, High = (uint)o.B & 3 };
        if (Hash.TryGetRef(in key, out Ref<long> value))
            value.Value += o.B;
        else
            Hash.TryAdd(in key, in o.B);
        if ((o.A & 0x30) == 0x30)
            Hash.Remove(in key);
        Array[(uint)o.A & 15] ^= o.B;
        ref Sums sums = ref PerCpuArray[(uint)o.B & 3];
        sums.Count++;
        sums.Sum += o.A;
        Trie.Update(new Ipv4Prefix(Ipv4Address.FromHostOrder((uint)o.A & 0xf000_0000), 4), (uint)o.B);
        o.R0 = Trie.TryGetValue(Ipv4Prefix.Host(Ipv4Address.FromHostOrder((uint)o.B)), out uint found) ? found : -1;
        Events.TryWrite(new Sums { Count = o.A, Sum = o.B });
        return XdpAction.Pass;
    }

    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction Flows(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        uint key = (uint)o.A & 31;
        if (Lru.TryGetRef(in key, out Ref<Sums> flow))
        {
            flow.Value.Count++;
            flow.Value.Sum -= o.B;
        }
        else
        {
            Lru.Update(in key, new Sums { Count = 1, Sum = o.B });
        }

        if (!PerCpuHash.TryGetRef(in key, out Ref<Sums> local))
        {
            PerCpuHash.Update(in key, default);
            if (!PerCpuHash.TryGetRef(in key, out local))
                return XdpAction.Aborted;
        }

        local.Value.Count += 2;
        local.Value.Sum += o.B;
        return XdpAction.Pass;
    }

    [XdpProgram]
    public static XdpAction Globals(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        s_total += o.A;
        s_down--;
        s_sums.Count++;
        s_sums.Sum ^= o.B;
        Sums copy = s_sums;
        copy.Count = 0;
        o.R0 = s_total;
        o.R1 = s_down + copy.Count;
        o.R2 = s_sums.Sum;
        o.R3 = Limit.Value + (long)Mask.Value;
        return o.A > Limit ? XdpAction.Pass : (ulong)o.B > Mask.Value ? XdpAction.Drop : XdpAction.Tx;
    }

    [XdpProgram]
    public static XdpAction Atomics(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        o.R0 = Interlocked.Add(ref s_total, o.A);
        o.R1 = Interlocked.Increment(ref s_down);
        o.R2 = Interlocked.Or(ref s_flags, (uint)o.A);
        o.R3 = Interlocked.And(ref s_flags, (uint)o.B);
        o.R4 = Interlocked.Exchange(ref s_sums.Sum, o.B);
        o.R5 = Interlocked.CompareExchange(ref s_sums.Count, o.A, 0);
        Interlocked.Decrement(ref s_sums.Count);
        return XdpAction.Pass;
    }

    // Neither the loop nor the index has another bound than the constant's range.
    [XdpProgram]
    public static XdpAction Ranged(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        System.Span<byte> cells = stackalloc byte[64];
        for (int i = 0; i < Rounds; i++)
            cells[i] = (byte)(o.A + i);
        long sum = 0;
        for (int i = 0; i < Rounds; i++)
            sum = sum * 3 + cells[i];
        o.R0 = sum;
        o.R1 = cells[Rounds + 20];
        return XdpAction.Pass;
    }

    public enum Phase : uint
    {
        Idle,
        Busy,
        Done = 0xffff_fff0,
    }

    private static Phase s_phase = Phase.Done;
    private static byte s_flag;

    [XdpProgram]
    public static XdpAction Ordered(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        Volatile.Write(ref s_flag, (byte)o.A);
        o.R0 = Volatile.Read(ref s_flag) + Volatile.Read(in Array[(uint)o.B & 15]);
        Volatile.Write(ref Array[(uint)o.A & 15], o.B);
        Interlocked.MemoryBarrier();
        o.R1 = (long)Interlocked.Exchange(ref s_phase, (Phase)o.A);
        o.R2 = (long)Interlocked.CompareExchange(ref s_phase, Phase.Busy, (Phase)(uint)o.A);
        Thread.MemoryBarrier();
        o.R3 = Interlocked.Read(ref s_total) + (long)s_phase;
        return XdpAction.Pass;
    }

    [StructLayout(LayoutKind.Explicit)]
    public struct Parts
    {
        [FieldOffset(0)]
        public ulong Whole;
        [FieldOffset(0)]
        public uint Low;
        [FieldOffset(4)]
        public uint High;
        [FieldOffset(6)]
        public short Top;
    }

    private static readonly HashMap<uint, Parts> Shared = new(maxEntries: 32);
    private static Parts s_parts;

    // Reads of one place between writes to it, to parts of it, by other names of it, and elsewhere.
    [XdpProgram]
    public static XdpAction ReadsAgain(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        Shared.TryAdd((uint)o.A & 15, new Parts { Whole = (ulong)o.B });
        if (!Shared.TryGetRef((uint)o.A & 15, out Ref<Parts> one) || !Shared.TryGetRef((uint)o.B & 15, out Ref<Parts> other))
            return XdpAction.Drop;
        o.R0 = (long)(one.Value.Whole + one.Value.Low);
        other.Value.High += (uint)o.A;
        o.R0 ^= (long)one.Value.Whole;
        one.Value.Top = (short)o.B;
        o.R1 = (long)other.Value.Whole ^ one.Value.High;
        s_parts.Low = (uint)o.A;
        o.R1 += one.Value.Top;
        other.Value.Whole++;
        o.R2 = (long)(one.Value.Whole ^ other.Value.Whole) + s_parts.Low;
        Write(ref (o.A & 1) == 0 ? ref other.Value : ref one.Value, (ulong)o.B);
        o.R2 ^= (long)s_parts.Whole + (long)one.Value.Whole;
        s_parts.High ^= s_parts.Low;
        o.R3 = (long)s_parts.Whole + s_parts.Top;
        for (int i = 0; i < 4; i++)
            s_parts.Whole += s_parts.Low ^ (uint)one.Value.Top;
        o.R3 ^= (long)s_parts.Whole;
        return one.Value.Low == other.Value.Low && (one.Value.Low & 1) == 0 ? XdpAction.Tx : XdpAction.Pass;
    }

    private static void Write(ref Parts parts, ulong value)
    {
        if ((parts.Low & 3) != 3)
            parts.Whole += value;
        parts.High -= parts.Low;
    }

    [XdpProgram]
    public static XdpAction AtomicsOnMaps(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        o.R0 = Interlocked.Add(ref Array[(uint)o.B & 15], o.A);
        o.R1 = Interlocked.Exchange(ref Array[3], o.B);
        return XdpAction.Pass;
    }
}
