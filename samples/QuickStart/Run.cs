using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using BpfSharp.Protocols;
using QuickStart.Traffic;
using QuickStart.View;

namespace QuickStart;

/// <summary>The story: rules, traffic, a change while traffic runs, and what became of every packet.</summary>
internal sealed class Run(ITrafficPath path, IProgressView view, TimeSpan pace)
{
    private const uint SuspectRule = 1;
    private const uint OffenderRule = 2;
    private const uint ClosedPortRule = 3;

    private readonly TrafficPlan _plan = new();

    /// <summary>Fates of all planned packets.</summary>
    public FateReport Execute(CancellationToken cancellation)
    {
        IFirewall firewall = path.Firewall;
        firewall.Denied[Ipv4Prefix.Parse("10.77.1.0/24")] = SuspectRule;
        firewall.ClosedPorts[TrafficPlan.ClosedPort] = ClosedPortRule;

        view.Say("rule 1 denies 10.77.1.0/24, rule 3 closes UDP port 7002");
        Send(_plan.Before, cancellation);
        path.Settle(_plan.Before);

        view.Say("while traffic runs: rule 2 denies 10.77.2.0/24, rule 1 goes");
        Send(_plan.During.Take(_plan.During.Count / 3), cancellation);
        firewall.Denied[Ipv4Prefix.Parse("10.77.2.0/24")] = OffenderRule;
        Send(_plan.During.Skip(_plan.During.Count / 3).Take(_plan.During.Count / 3), cancellation);
        firewall.Denied.Remove(Ipv4Prefix.Parse("10.77.1.0/24"));
        Send(_plan.During.Skip(_plan.During.Count / 3 * 2), cancellation);
        path.Settle(_plan.During);

        Send(_plan.After, cancellation);
        path.Settle(_plan.After);
        view.Update(path);
        return new FateReport(_plan, path.Arrived);
    }

    private void Send(IEnumerable<PlannedPacket> packets, CancellationToken cancellation)
    {
        foreach (PlannedPacket packet in packets)
        {
            cancellation.ThrowIfCancellationRequested();
            path.Send(packet);
            view.Update(path);
            if (pace > TimeSpan.Zero)
                cancellation.WaitHandle.WaitOne(pace);
        }
    }
}
