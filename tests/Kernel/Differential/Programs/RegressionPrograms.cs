using System;
using System.Runtime.InteropServices;
using System.Threading;

namespace BpfSharp.Kernel.Tests.Differential.Programs;

/// <summary>The smallest programs for what random programs (tests/Fuzz) found wrong.</summary>
public static partial class RegressionPrograms
{
    private static readonly ArrayMap<Mixed> Values = new(maxEntries: 4);
    private static readonly HashMap<uint, long> Given = new(maxEntries: 8);
    private static readonly ArrayOfMaps<HashMap<uint, long>> Inner = new(maxEntries: 3, new(maxEntries: 6));

    private static readonly RingBufferMap<long> Room = new(byteSize: 4096);

    private static long s_finished;

    /// <summary>A condition that C# knows: the front end threw, since Roslyn's graph calls the way never taken unreachable.</summary>
    [XdpProgram]
    public static XdpAction Constant_conditions(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        if (true && o.A > 3)
            o.R0 = 1;
        if (false || o.A > 5)
            o.R1 = true ? o.B : o.A;
        int i = 0;
        while (true)
        {
            if (i++ > (o.B & 3))
                break;
            if (i > 5)
                return XdpAction.Drop;
        }

        o.R2 = i;
        return false ? XdpAction.Tx : XdpAction.Pass;
    }

    // Two sections, each reached in several blocks: the address of the second was loaded behind its first use.
    private static long s_zeroed;
    private static long s_initial = 3;

    [XdpProgram]
    public static XdpAction Sections_in_several_blocks(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        s_zeroed += o.A;
        s_initial ^= o.B;
        if (o.A * o.B > s_zeroed)
            s_initial = s_zeroed + 1;
        else if (o.A - o.B > s_initial)
            s_zeroed = s_initial - 1;
        o.R0 = s_initial;
        o.R1 = s_zeroed;
        return XdpAction.Pass;
    }

    // An index that is also widened for a computation: the stack is stepped through by what was compared.
    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction Index_widened_elsewhere(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        int i = (int)o.A;
        Span<ushort> a = stackalloc ushort[6];
        a[2] = 5;
        o.R0 = (long)((ulong)o.B * 31 + (ulong)i);
        return (XdpAction)(a[i] & 3);
    }

    // An index that was widened before it was compared: the packet is stepped through by what was compared.
    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction Offset_widened_before_its_compare(XdpContext ctx)
    {
        int offset = ctx.Packet.Header<int>(Operands.Offset);
        if (offset < ctx.Packet.Header<Operands>(Operands.Offset).B)
            ctx.Packet.Bytes[0] ^= ctx.Packet.Header<byte>(offset);
        return XdpAction.Pass;
    }

    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction Index_of_a_slice_widened_before(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        int i = ctx.Packet.Header<int>(Operands.Offset);
        long b = o.B;
        o.R0 = unchecked(i * b);
        if (b > i)
            o.R1 = ctx.Packet.Bytes.Slice(0, 20)[i];
        return XdpAction.Pass;
    }

    // By 'in', an expression passes a copy: what is a variable in one arm, and a number in the other, was an address in the one.
    [XdpProgram]
    public static XdpAction Arms_passed_by_reference(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        long a = o.A, b = o.B;
        o.R0 = Twice(a switch { 0 => 5, > 100 when b > 3 => b, _ => a });
        o.R1 = Twice(b > 0 ? a : 7);
        o.R2 = Twice(b > 0 ? a : b) + Difference(b > 0 ? a : b, a++, ref a);
        o.R3 = Difference(b switch { _ => a }, a++, ref a);
        (a > b ? ref a : ref b) += 3;
        o.R4 = a - b + Twice(in a > 5 ? ref a : ref b);
        return XdpAction.Pass;

        static long Twice(in long value) => unchecked(value * 2);

        static long Difference(in long first, long second, ref long third)
        {
            third = 9;
            return unchecked(first - second);
        }
    }

    // The graph of a local function hangs in that of its method: its own blocks were looked for among the other's where a 'foreach' or 'finally' is around it.
    [XdpProgram]
    public static XdpAction Local_functions_inside_loops_and_try(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        long sum = o.A;
        foreach (byte b in ctx.Packet.Bytes[..4])
        {
            static int Doubled(int x) => unchecked(x += x);
            sum = unchecked(sum + Doubled(b));
        }

        try
        {
            o.R0 = Half(o.B);

            static long Half(long x)
            {
                try
                {
                    return 100 / (x & 3);
                }
                finally
                {
                    s_finished++;
                }
            }
        }
        finally
        {
            o.R1 = sum + s_finished;
            s_finished++;
        }

        return XdpAction.Pass;
    }

    // A byte that is read for its fault alone: the verifier follows the pointer all the same.
    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction Index_of_a_slice_widened_for_something_else(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        int i = ctx.Packet.Header<int>(Operands.Offset);
        Span<byte> bytes = ctx.Packet.Bytes.Slice((int)(o.B & 7) + 10, 14);
        s_finished = unchecked(s_finished * 31 + i);
        _ = bytes[i];
        o.R0 = i;
        o.R1 = bytes[i & 15];
        o.R2 = bytes[i];
        return XdpAction.Pass;
    }

    // The comparison that bounds the offset is the jump to where it is one of several numbers.
    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction Offset_of_one_arm(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        uint i = (uint)o.A;
        o.R0 = ctx.Packet.Header<ushort>(((int)(1ul % ((o.B > 5 ? i : 7u) | 1)) & 31) + 10);
        o.R1 = ctx.Packet.Bytes[(int)Math.Min((ulong)o.A, (ulong)i)];
        return XdpAction.Pass;
    }

    // The element's place is passed on by the very jump that bounds it.
    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction Element_of_one_arm(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        Span<ushort> a = stackalloc ushort[5];
        a[2] = (ushort)o.B;
        a[(int)((uint)(o.A > 3 ? (short)o.B : 7) % 5u)] += 3;
        foreach (ref ushort element in a)
        {
            if (element != 3)
                a[(int)((uint)(o.A > 3 ? (short)o.A : 7) % 5u)] >>>= Math.Max((byte)o.A, (byte)o.B);
        }

        o.R0 = a[0] + a[1] * 3 + a[2] * 5 + a[3] * 7 + a[4] * 11;
        return XdpAction.Pass;
    }

    // A step may be the smaller by what lies before it: where the slice begins.
    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction Index_of_a_slice_far_in(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        Span<byte> bytes = ctx.Packet.Bytes.Slice(67, 19);
        bytes[(int)((uint)bytes[(int)o.A & 15] % 19u)] ^= (byte)o.B;
        o.R0 = bytes[(int)((uint)o.B % 19u)];
        return XdpAction.Pass;
    }

    // The number that is compared is the lower half of the one that is stepped by, which has no upper half.
    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction Index_masked_in_64_bits(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        ctx.Packet.Bytes[(int)(o.A & 0x7fffffff)] ^= (byte)o.B;
        return XdpAction.Pass;
    }

    // Fields of one value that each of three ways steps to.
    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction Value_chosen_of_itself(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        ref Mixed mixed = ref Values[(uint)o.A & 3];
        mixed.First += o.A;
        mixed.Last++;
        mixed = Chosen(-o.B is > 10 and < 1000, mixed, mixed);
        o.R0 = mixed.First + mixed.Last;
        return XdpAction.Pass;
    }

    // Roslyn's graph gives what it computes for '!(false || false)' the constant of 'false || false'.
    [XdpProgram]
    public static XdpAction Negated_constants(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        o.R0 = Of(!(false || false), o.A == 0 ? 3 : 7) + Of(!(true && false), 5) * 10 + Of(true || false, o.A == 0 ? 3 : 7) * 100;
        o.R1 = Of(!(false || true), o.A == 0 ? 3 : 7) + Of(!(true && true), o.B > 3 ? 1 : 2) * 10 + Of(!(o.A > 3 || false), o.B > 3 ? 1 : 2) * 100;
        o.R2 = Of(false || !(true && !(false || false)), o.B > 3 ? 1 : 2);
        return XdpAction.Pass;
    }

    // What was removed or replaced is another entry's as soon as one wants it.
#pragma warning disable BPF3086
    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction Elements_given_away(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        uint key = (uint)o.A & 3;
        Given.Set(key, o.A);
        Given.Set(key + 4, o.B);
        if (!Given.TryGetRef(key, out Ref<long> entry))
            return XdpAction.Tx;
        if ((o.B & 1) == 0)
        {
            Given.Remove(key);
            Given.Set(key ^ 1, 77);
        }
        else
        {
            Given.Set(key, 5);
            Given.Set(key + 4, 6);
        }

        entry.Value += 1000;
        o.R0 = entry.Value;
        o.R1 = Given[key + 4];
        o.R2 = Given.TryGetValue(key ^ 1, out long other) ? other : -1;
        return XdpAction.Pass;
    }
#pragma warning restore BPF3086

    // An inner map that was found in one of the rounds of a loop that is unrolled.
    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction Inner_map_of_some_round(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        for (uint i = 0; i < 5; i++)
        {
            if (Inner.Find((uint)o.A + i) is { } map)
            {
                map.Set(3, o.B);
                o.R0 = map.Remove(4) ? 1 : 2;
                break;
            }

            s_finished++;
        }

        return XdpAction.Pass;
    }

    private static int Of(bool has, int value) => has ? value : -1;

    private static Mixed Chosen(bool first, Mixed a, Mixed b) => first ? a : b;

    // csc compares the index with the length after what comes before the end of the switch, and before what comes after it.
    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction Element_left_of_a_switch(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        Span<ushort> a = stackalloc ushort[5];
        if ((o.B & 1) == 0)
            a[(int)o.A] = (ushort)(Seen(o.B) + (o.B switch { 3 => 1, 5 or 7 => 3, > 100 when o.A > 10 => 2, _ => 1000 / (int)o.B }));
        else
            a[(int)o.A] = Seen(o.B switch { 3 => 1, 5 or 7 => 3, > 100 when o.A > 10 => 2, _ => 1000 / (int)o.B });
        o.R0 = a[0] + a[1] * 3 + a[2] * 5 + s_finished;
        return XdpAction.Pass;
    }

    // So it does where more branches follow the switch: those are evaluated behind the comparison.
    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction Element_left_of_a_switch_and_more(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        Span<ushort> a = stackalloc ushort[5];
        int i = (int)o.A;
        if ((o.B & 3) == 0)
            a[i] = (ushort)(Seen(o.B switch { 3 => 1, 5 or 7 => 3, _ => 1000 / ((int)o.B & 1) }) > 5 ? Seen(o.A) : 1000 / (int)o.B);
        else if ((o.B & 3) == 1)
            a[i] = (ushort)((o.B > 5 ? Seen(o.B switch { 9 => 1, _ => 7 }) : Seen(3)) + Seen(o.B) + (o.A > 2 && Seen(4) > 100 ? 1 : 0));
        else if ((o.B & 3) == 2)
            a[i] = (ushort)((Seen(o.B) > 100 && Seen(o.A switch { 1 => 2, _ => 3 }) > 7 ? Seen(5) : Seen(6)) + (o.A > 2 ? Seen(7) : Seen(8)));
        else
            a[i] = (ushort)(Seen(o.B switch { 3 => 1, _ => 4 }) + (o.A > 2 ? Seen(o.A switch { > 9 => 4, _ => 5 }) : Seen(9)) + (o.B > 7 ? Seen(10) : Seen(11)));
        o.R0 = a[0] + a[1] * 3 + a[2] * 5 + s_finished;
        return XdpAction.Pass;
    }

    // And so it does where an 'is' follows whose tests are neither all wanted nor any of them.
    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction Element_left_of_a_pattern(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        Span<ushort> a = stackalloc ushort[5];
        int i = (int)o.A;
        int? maybe = (o.B & 8) != 0 ? (int)o.B : null;
        if ((o.B & 7) == 0)
            a[i] = (ushort)(Seen(1) + (maybe is > 3 or < 0 ? Seen(2) : Seen(3)));
        else if ((o.B & 7) == 1)
            a[i] = (ushort)(Seen(1) + (o.B is > 3 or < 0 ? Seen(2) : Seen(3)));
        else if ((o.B & 7) == 2)
            a[i] = (ushort)(Seen(1) + (o.B is > 3 and < 9 or 1000 ? Seen(2) : Seen(3)) + Seen(4));
        else if ((o.B & 7) == 3)
            a[i] = (ushort)(Seen(1) + (maybe is not (> 3 and < 100) ? Seen(2) : Seen(3)));
        else if ((o.B & 7) == 4)
            a[i] = (ushort)(Seen(1) + (maybe is not null and not 5 ? Seen(2) : Seen(3)));
        else if ((o.B & 7) == 5)
            a[i] = (ushort)(Seen(1) + (maybe is null or 5 ? Seen(2) : Seen(3)));
        else
            a[i] = (ushort)(Seen(1) + (new Mixed { First = o.B, Second = o.A } is { First: > 3 or < 0, Second: > 2 } ? Seen(2) : Seen(3)));
        o.R0 = a[0] + a[1] * 3 + a[2] * 5 + s_finished;
        return XdpAction.Pass;
    }

    // The number of rounds is compared for the verifier's sake, and the fault that never comes gives back what is reserved. References that go from round to round keep the loop from bpf_loop.
    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction Loop_under_a_reservation(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        int rounds = (int)((ulong)o.A >> 40) % 23;
        using RingBufferReservation<long> room = Room.Reserve();
        if (room.IsAbsent)
            return XdpAction.Aborted;
        ref long last = ref o.R0;
        for (int i = 0; i < rounds; i++)
        {
            if ((i & 1) != 0)
                last = ref o.R1;
            else
                last = ref o.R2;
            last = last * 3 + i;
        }

        s_finished += last;
        room.Record = s_finished;
        return XdpAction.Pass;
    }

    // An index of zero becomes a step of nothing, behind which the slot itself is a value.
    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction Index_of_the_only_element(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        Span<uint> a = stackalloc uint[1];
        a.Clear();
        o.R0 = a.IndexOf((uint)o.A);
        return XdpAction.Pass;
    }

    // A number of bytes whose upper half the verifier doesn't know: what was compared is what the helper is told.
    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction Number_of_bytes_from_a_helper(XdpContext ctx)
    {
        Span<byte> bytes = stackalloc byte[48];
        uint length = Math.Min(ctx.TotalLength(), 48);
        if (length == 0 || !ctx.LoadBytes(0, bytes[..(int)length]))
            return XdpAction.Drop;
        ctx.Packet.Header<Operands>(Operands.Offset).R0 = bytes[(int)length - 1] + bytes[30];
        return XdpAction.Pass;
    }

    // Verifiers before 6.4 knew no end of a loop whose counter was compared with a number in bounds: the counter stood on the left.
    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction Rounds_bounded_by_what_is_read_anew(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        long sum = 0;
        for (int i = 0; i < (int)(Interlocked.Add(ref s_finished, o.B) & 3); i++)
        {
            for (uint j = 5; j > (uint)(o.A & 3); j--)
                sum += s_finished ^ j;
        }

        o.R0 = sum;
        return XdpAction.Pass;
    }

    private static ushort Seen(long value)
    {
        s_finished = unchecked(s_finished * 31 + value);
        return (ushort)s_finished;
    }

    [StructLayout(LayoutKind.Sequential, Pack = 1)]
    public struct Mixed
    {
        public long First;
        public long Second;
        public ushort Third;
        public byte Last;
    }
}
