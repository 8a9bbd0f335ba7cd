[BpfLicense("GPL")]
public static partial class Firewall
{
    static readonly HashMap<uint, Rule> Rules = new(maxEntries: 100);
    static readonly LoadConstant<uint> Limit = 64;
    static ulong s_seen = 5;

    [XdpProgram(OnFault = XdpAction.Pass)]
    public static XdpAction Filter(XdpContext ctx)
    {
        s_seen++;
        uint key = (uint)ctx.Length & Limit;
        ref Rule rule = ref Rules[key];
        if (!rule.Enabled(ctx.IngressIfIndex))
            return XdpAction.Drop;
        rule.Hits += 1;
        return XdpAction.Pass;
    }
}

public struct Rule
{
    public ulong Hits;
    public uint Interface;

    public readonly bool Enabled(uint index) => Interface == index;
}
