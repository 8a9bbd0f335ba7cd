using System;

namespace BpfSharp.Kernel.Tests.Differential.Programs;

/// <summary>
/// An element left of something that csc makes statements of (a <c>switch</c>, an <c>is</c> with several tests): its index is compared with the length behind those statements, and before what is left of the expression.
/// What was called until then is counted, and the fault's line tells which came first.
/// </summary>
[BpfLicense("GPL")]
public static partial class EvaluationOrderPrograms
{
    private static long s_calls;

    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction Behind_an_argument(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        Span<int> a = stackalloc int[5];
        int x = (int)o.B;
        a[(int)o.A & 7] = (x & 7) switch
        {
            0 => 1,
            _ => Chosen(x is > 3 or < 0, Seen(2)),
        };
        a[(int)o.A & 7] = Chosen(x is > 3 or < 0, Seen(3)) + Seen(4);
        a[(int)o.A & 7] = Chosen(Seen(5), x is > 3 or < 0);
        a[(int)(o.A >> 3) & 7] = Chosen(Chosen(x is > 3 or < 0, Seen(6)), Seen(7) is 9 or > 100);
        o.R0 = a[0] + a[1] * 3 + a[2] * 5 + s_calls;
        return XdpAction.Pass;
    }

    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction Behind_an_operand_of_a_lifted_operator(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        Span<byte> a = stackalloc byte[5];
        int x = (int)o.B;
        int? y = (x & 64) != 0 ? x : null;
        int i = (int)o.A & 7;
        switch (x & 7)
        {
            case 0:
                a[i] = (byte)(Maybe(x is > 3 or < 0, Seen(2)) + y).GetValueOrDefault();
                break;
            case 1:
                a[i] = (byte)((y + Maybe(x is > 3 or < 0, Seen(2))) ?? Seen(3));
                break;
            case 2:
                a[i] = (byte)(-Maybe(x is > 3 or < 0, Seen(2)) ?? Seen(3));
                break;
            case 3:
                a[i] = (byte)(Maybe(x is > 3 or < 0, Seen(2)) ?? 7);
                break;
            case 4:
                a[i] = (byte)(Maybe(x is > 3 or < 0, Seen(2)) > 3 ? Seen(3) : Seen(4));
                break;
            case 5:
                a[i] = (byte)(Maybe(x is > 3 or < 0, Seen(2)) == null ? Seen(3) : Seen(4));
                break;
            case 6:
                a[i] = (byte)((Maybe(x is > 3 or < 0, 5) + (y > 3 ? Seen(2) : 1)) / y).GetValueOrDefault();
                break;
            default:
                a[i] = (byte)((Maybe(x is > 3 or < 0, Seen(2)) + y)!.Value + Seen(3));
                break;
        }

        o.R0 = a[0] + a[1] * 3 + a[2] * 5 + s_calls;
        return XdpAction.Pass;
    }

    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction Behind_an_initializer(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        Span<Pair> a = stackalloc Pair[5];
        a.Clear();
        int x = (int)o.B;
        int i = (int)o.A & 7;
        if ((x & 3) == 0)
            a[i] = new Pair { First = Chosen(x is > 3 or < 0, 2), Second = Seen(2) };
        else if ((x & 3) == 1)
            a[i].Second = (a[0] with { First = Chosen(x is > 3 or < 0, 2), Second = Seen(2) }).Second + Seen(3);
        else if ((x & 3) == 2)
            a[i].Third = Chosen(Seen(4), x is > 3 or < 0);
        else
            a[i] = new Pair(Chosen(x is > 3 or < 0, 2), Seen(2));
        o.R0 = a[0].First + a[1].Second * 3 + a[2].First * 5 + s_calls;
        return XdpAction.Pass;
    }

    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction References_and_receivers(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        Span<Pair> a = stackalloc Pair[5];
        a.Clear();
        int x = (int)o.B;
        int i = (int)o.A & 7;
        // Not the arms of one 'switch': what csc makes statements of in an arm has the line of the arm before.
        switch (x & 7)
        {
            case 0:
                o.R1 = Change(ref a[i].First, x is > 3 or < 0, Seen(2));
                break;
            case 1:
                o.R1 = a[i].Add(Chosen(Seen(2), x is > 3 or < 0));
                break;
            case 2:
                o.R1 = a[i].Add(x > 20 ? Chosen(x is > 3 or < 0, Seen(2)) : Seen(3));
                break;
            case 3:
                o.R1 = Length(a.Slice(i, 1), Seen(2) > 1 && x is > 3 or < 0);
                break;
            case 4:
                o.R1 = Length((x & 8) != 0 ? a : a[1..][..i], Seen(2) > 1 && x is > 3 or < 0) + Length(a[..i], Seen(2) > 1 && x is > 3 or < 0) + Length(a[i..], Seen(2) > 1 && x is > 3 or < 0);
                break;
            case 5:
                o.R1 = a.Slice(i, 1)[0].Add(Chosen(Seen(2), x is > 3 or < 0));
                break;
            case 6:
                o.R1 = a[^i].Add(Chosen(Seen(2), x is > 3 or < 0));
                break;
            default:
                o.R1 = a[i].First + Chosen(Seen(2), x is > 3 or < 0);
                break;
        }

        o.R0 = a[0].First + a[1].Second * 3 + a[2].First * 5 + s_calls;
        return XdpAction.Pass;
    }

    private static int Seen(int value)
    {
        s_calls++;
        return value;
    }

    private static int Chosen(bool first, int value) => first ? value : value + 1;

    private static int Chosen(int value, bool first) => first ? value : value + 1;

    private static int? Maybe(bool has, int value) => has ? value : null;

    private static int Change(ref int value, bool first, int by)
    {
        value += by;
        return first ? by : value;
    }

    private static int Length(Span<Pair> span, bool first) => first ? span.Length : -1;

    private struct Pair(int first, int second)
    {
        public int First = first;
        public int Second = second;

        public int Third
        {
            readonly get => First;
            set => First = value;
        }

        public int Add(int value)
        {
            First += value;
            return First + Second;
        }
    }
}
