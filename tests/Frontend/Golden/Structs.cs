[BpfFunction]
public struct Counter
{
    public long Packets;
    public Inner Last;

    public struct Inner { public byte Tag; public ushort Port { get; set; } }

    public Counter(long packets) => Packets = packets;

    public static Counter Make(ushort port)
    {
        var c = new Counter(1) { Last = default };
        c.Last.Port = port;
        return c;
    }

    public readonly long Total() => Packets + Last.Port;

    public static long Use(Counter by, in Counter seen)
    {
        Counter copy = by;
        copy.Packets++;
        return copy.Total() + seen.Packets + Make(80).Packets;
    }
}
