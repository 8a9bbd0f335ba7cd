using BpfSharp.Simulation;

namespace BpfSharp.Runtime.Tests.Programs;

// What the generator emits inside the program class, by hand: this project tests the runtime without it.
public static partial class EdgeFirewall
{
    internal static SimulationDefinition Define(EdgeFirewallOptions options) => new SimulationDefinition(typeof(EdgeFirewall))
        .Map("Denied", Denied, options.Denied)
        .Map("Drops", Drops, options.Drops)
        .Map("Events", Events, options.Events)
        .Constant("SampleEvery", SampleEvery, options.SampleEvery)
        .Global("s_seen", static () => s_seen, static value => s_seen = value);
}
