using BpfSharp;

namespace BpfSharp.Benchmarks.Codegen.Pairs;

/// <summary>Does nothing: what remains of a test run's time is the test run's own.</summary>
[BpfLicense("GPL")]
public static partial class Empty
{
    [XdpProgram]
    public static XdpAction Xdp(XdpContext ctx) => XdpAction.Pass;

    [TcProgram]
    public static TcAction Tc(TcContext ctx) => TcAction.Ok;
}
