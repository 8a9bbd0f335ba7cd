public static partial class Tracer
{
    [XdpProgram]
    public static XdpAction Trace(XdpContext ctx)
    {
        ReadOnlySpan<ushort> ports = [80, 443];
        Bpf.Trace("length %d"u8, (ulong)ctx.Length);
        foreach (ushort port in ports)
        {
            if (port == ctx.Length)
                return XdpAction.Drop;
        }

        Bpf.Trace("length %d"u8);
        return XdpAction.Pass;
    }
}
