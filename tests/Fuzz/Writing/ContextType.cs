namespace BpfSharp.Fuzz.Writing;

/// <summary>A program type as the writer sees it.</summary>
/// <param name="Context">Type of <c>ctx</c>.</param>
/// <param name="Action">Type of the verdict; 0 to 3 are verdicts of every type.</param>
/// <param name="Attribute">With a verdict for faults that programs seldom return themselves.</param>
internal sealed record ContextType(string Context, string Action, string Attribute)
{
    public static readonly ContextType Xdp = new("XdpContext", "XdpAction", "[XdpProgram(OnFault = XdpAction.Redirect)]");
    public static readonly ContextType Tc = new("TcContext", "TcAction", "[TcProgram(OnFault = TcAction.Trap)]");
}
