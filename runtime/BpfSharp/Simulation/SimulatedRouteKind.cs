namespace BpfSharp.Simulation;

/// <summary>What a simulated route does (<c>RTN_*</c> of <c>linux/rtnetlink.h</c>).</summary>
public enum SimulatedRouteKind
{
    /// <summary>Forwards.</summary>
    Unicast,

    /// <summary>To this host.</summary>
    Local,

    /// <summary>Drops in silence.</summary>
    Blackhole,

    /// <summary>Says that the destination can't be reached.</summary>
    Unreachable,

    /// <summary>Says that forwarding is prohibited.</summary>
    Prohibit,
}
