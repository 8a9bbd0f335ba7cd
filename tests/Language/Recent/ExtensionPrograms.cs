namespace BpfSharp.Language.Recent;

/// <summary>Sign extensions by one instruction, which the verifier knows less of than of its operand.</summary>
public static partial class ExtensionPrograms
{
    private static long s_sum;

    /// <summary>The offset is positive in truth; of the extended byte, which may be negative and may not, the verifier knows no more than its 32 bits.</summary>
    [XdpProgram(OnFault = XdpAction.Drop)]
    public static XdpAction Offset_from_a_signed_byte(XdpContext ctx)
    {
        ref sbyte b = ref ctx.Packet.Header<sbyte>(14);
        s_sum = 0;
        s_sum += ctx.Packet.Header<sbyte>((int)(128ul + (ulong)(sbyte)(b ^ 3)));
        s_sum += ctx.Packet.Header<sbyte>((int)(32767ul + (ulong)b));
        return XdpAction.Pass;
    }
}
