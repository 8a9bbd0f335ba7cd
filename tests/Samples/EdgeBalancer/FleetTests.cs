using System;
using System.Collections.Generic;
using System.Linq;
using EdgeBalancer;
using Xunit;

namespace BpfSharp.Samples.Tests.EdgeBalancer;

/// <summary>16 balancers without common state, 1,000 backends, churn: what docs/scale.md says.</summary>
public sealed class FleetTests
{
    private const int BalancerCount = 16;
    private const int BackendCount = 1_000;
    private const int Flows = 200_000;

    private readonly Random _random = new(1);
    private readonly List<uint> _backends = [.. Enumerable.Range(1, BackendCount).Select(static i => (uint)i)];

    [Fact]
    public void Backends_come_and_go_and_no_flow_of_another_is_broken()
    {
        var fleet = new FleetSimulation(BalancerCount, _backends, Flows, _random);
        for (uint step = 0; step < 20; step++)
        {
            Churn(step);
            fleet.Tell(_backends, static _ => true);
            Assert.Equal(0, fleet.Round());
        }
    }

    [Fact]
    public void Balancers_that_fail_break_nothing_while_backends_stay()
    {
        var fleet = new FleetSimulation(BalancerCount, _backends, Flows, _random);
        foreach (int count in (int[])[15, 12, 16, 8, 16])
        {
            fleet.Balancers(count);
            Assert.Equal(0, fleet.Round());
        }
    }

    /// <summary>Only who has lost his balancer since a backend changed depends on the table, and the table has changed little.</summary>
    [Fact]
    public void Both_at_once_break_a_small_share()
    {
        var fleet = new FleetSimulation(BalancerCount, _backends, Flows, _random);
        double worst = 0;
        for (uint step = 0; step < 10; step++)
        {
            Churn(step);
            fleet.Tell(_backends, static _ => true);
            Assert.Equal(0, fleet.Round());
            fleet.Balancers(step % 2 == 0 ? BalancerCount - 1 : BalancerCount);
            double share = fleet.Round() / (double)Flows;
            worst = Math.Max(worst, share);
        }

        Assert.InRange(worst, 0.0001, 0.02);
    }

    /// <summary>While some balancers have not heard of a change, no flow suffers that stays with its balancer; tables differ in few slots.</summary>
    [Fact]
    public void A_change_that_spreads_slowly_breaks_nothing()
    {
        var fleet = new FleetSimulation(BalancerCount, _backends, Flows, _random);
        for (uint step = 0; step < 5; step++)
        {
            uint added = BackendCount + 1 + step;
            _backends.Add(added);
            fleet.Tell(_backends, balancer => balancer % 2 == 0);
            int differ = fleet.TableOf(0).Zip(fleet.TableOf(1)).Count(static s => s.First != s.Second);
            Assert.InRange(differ / (double)Edge.TableSize, 0.0005, 0.02);
            Assert.Equal(0, fleet.Round());
            fleet.Tell(_backends, static _ => true);
            Assert.Equal(fleet.TableOf(0), fleet.TableOf(1));
            Assert.Equal(0, fleet.Round());
        }
    }

    [Fact]
    public void Shares_of_a_thousand_backends_are_even()
    {
        var fleet = new FleetSimulation(1, _backends, 1, _random);
        int[] shares = [.. fleet.TableOf(0).GroupBy(static b => b).Select(static g => g.Count())];
        Assert.Equal(BackendCount, shares.Length);
        Assert.InRange(shares.Max() / (double)shares.Min(), 1, 1.02);
    }

    private void Churn(uint step)
    {
        for (int i = 0; i < 3; i++)
            _backends.RemoveAt(_random.Next(_backends.Count));
        for (uint i = 0; i < 3; i++)
            _backends.Add(10_000 + (step * 3) + i);
    }
}
