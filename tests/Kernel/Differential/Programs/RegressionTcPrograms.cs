namespace BpfSharp.Kernel.Tests.Differential.Programs;

/// <inheritdoc cref="RegressionPrograms"/>
public static partial class RegressionTcPrograms
{
    // Zero has two forms in a checksum, 0 and 0xffff; which one comes out depends on the width that the kernel computes in.
    [TcProgram]
    public static TcAction Checksums_of_zero(TcContext ctx)
    {
        ref Operands o = ref ctx.Packet.Header<Operands>(Operands.Offset);
        uint a = (uint)o.A, b = (uint)o.B;
        ctx.ReplaceInHeaderChecksum(30, (ushort)a, (ushort)b, 2);
        ctx.ReplaceInHeaderChecksum(32, a, b, 4);
        ctx.ReplaceInHeaderChecksum(34, 0, a, 0);
        ctx.ReplaceInTransportChecksum(36, (ushort)a, (ushort)b, 2);
        ctx.ReplaceInTransportChecksum(38, a, b, 4);
        ctx.ReplaceInTransportChecksum(40, 0, b, 0, TransportChecksumFlags.MangledZero);
        return TcAction.Ok;
    }
}
