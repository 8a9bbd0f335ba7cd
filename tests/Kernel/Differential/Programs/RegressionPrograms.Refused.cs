namespace BpfSharp.Kernel.Tests.Differential.Programs;

// What some kernel's verifier refused.
public static partial class RegressionPrograms
{
    // A sum with a constant of 2^29 or more is no offset to verifiers from 6.11 on, while they know what it is a sum of.
    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction Offsets_far_from_what_they_are_computed_of(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        uint any = (uint)o.A;
        int near = (int)o.B;
        o.R0 = any ^ near;
        o.R1 = ctx.Packet.TryHeader((int)(any - 3_527_506_810), out Ref<byte> there) ? there.Value : any;
        o.R2 = ctx.Packet.TryHeader(near + 2_000_000_000, out Ref<ushort> here) ? here.Value : near;
        o.R3 = ctx.Packet.TryHeader((int)(any & 63) - 1_999_999_999 + (near | 2_000_000_000), out Ref<byte> other) ? other.Value : 5;
        o.R4 = ctx.Packet.Header<byte>((int)(any - 3_527_506_800));
        return XdpAction.Pass;
    }

    // Verifiers before 6.8 decide no comparison of two numbers in bounds: to them this loop had no end.
    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction Rounds_from_and_to_numbers_in_bounds(XdpContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        long sum = 0;
        uint end = (uint)o.B & 15;
        for (uint i = (uint)o.A & 3; i < end; i++)
            sum = (sum * 3) + i;
        for (int i = (int)(o.B & 31); i > (int)(o.A & 7); i -= 2)
            sum ^= i;
        o.R0 = sum;
        return XdpAction.Pass;
    }
}
