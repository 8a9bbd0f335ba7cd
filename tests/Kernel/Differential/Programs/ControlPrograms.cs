namespace BpfSharp.Kernel.Tests.Differential.Programs;

public static partial class ControlPrograms
{
    [XdpProgram]
    public static XdpAction IfElse(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        if (o.A < 0)
            o.R0 = 1;
        else if (o.A == 0)
            o.R0 = 2;
        else if (o.B > 100 && o.A > 5 || o.B < -100)
            o.R0 = 3;
        else
            return XdpAction.Drop;
        o.R1 = o.A > o.B ? o.A : o.B;
        return o.R1 == o.A ? XdpAction.Pass : XdpAction.Tx;
    }

    [XdpProgram]
    public static XdpAction ForLoop(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        long sum = 0;
        for (int i = 0; i < 20; i++)
        {
            if ((o.A >> i & 1) == 0)
                continue;
            sum += i * o.B;
            if (sum > 1_000_000)
                break;
        }

        o.R0 = sum;
        return XdpAction.Pass;
    }

    [XdpProgram]
    public static XdpAction WhileLoops(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        uint n = (uint)o.A & 15;
        uint factorial = 1;
        while (n > 1)
        {
            factorial *= n;
            n--;
        }

        o.R0 = factorial;
        int rounds = 0;
        uint x = (uint)o.B & 63;
        do
        {
            x = x >> 1;
            rounds++;
        }
        while (x != 0 && rounds < 8);
        o.R1 = rounds;
        return XdpAction.Pass;
    }

    [XdpProgram]
    public static XdpAction NestedLoops(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        long count = 0;
        for (int i = 0; i < 6; i++)
        {
            for (int j = i; j < 6; j++)
            {
                if (i * j == (int)o.A)
                    goto found;
                count += i + j;
            }
        }

        count = -count;
    found:
        o.R0 = count;
        return XdpAction.Pass;
    }

    [XdpProgram]
    public static XdpAction SwitchStatement(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        switch ((int)o.A & 7)
        {
            case 0:
                o.R0 = 10;
                break;
            case 1:
            case 2:
                o.R0 = 20;
                goto case 5;
            case 5:
                o.R1 = 50;
                break;
            case 6:
                return XdpAction.Drop;
            default:
                o.R0 = -1;
                break;
        }

        return XdpAction.Pass;
    }

    [XdpProgram]
    public static XdpAction SwitchExpression(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        int a = (int)o.A;
        o.R0 = a switch
        {
            < 0 => 1,
            0 => 2,
            > 0 and < 100 => 3,
            100 or 200 or 300 => 4,
            not 1000 when o.B > 0 => 5,
            _ => 6,
        };
        o.R1 = o.B is > 10 and < 20 or -1 ? 1 : 0;
        return (XdpAction)(a & 3) switch
        {
            XdpAction.Aborted => XdpAction.Pass,
            XdpAction.Drop => XdpAction.Tx,
            var other => other,
        };
    }

    [XdpProgram(OnFault = XdpAction.Tx)]
    public static XdpAction Throws(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        o.R0 = 1;
        if (o.A < 0)
            throw new System.InvalidOperationException();
        o.R0 = 2;
        return XdpAction.Pass;
    }

    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction Asserts(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        o.R0 = 1;
        System.Diagnostics.Debug.Assert(o.A != o.B || o.A > 5, "equal");
        Count(ref o.R1, o.A);
        Never(ref o.R2, o.A / (o.B & 0));
        System.Diagnostics.Debug.Assert((o.A & 4) == 0);
        o.R3 = 2;
        return XdpAction.Pass;
    }

    [System.Diagnostics.Conditional("BPFSHARP_NEVER"), System.Diagnostics.Conditional("NET")]
    private static void Count(ref long target, long value) => target += value;

    [System.Diagnostics.Conditional("BPFSHARP_NEVER")]
    private static void Never(ref long target, long value) => target += value;
}
