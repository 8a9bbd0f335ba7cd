using System;
using System.Linq;
using BpfSharp.Kernel.Tests.Infrastructure;
using BpfSharp.Protocols;
using BpfSharp.Testing;
using EdgeBalancer;
using EdgeBalancer.Configuration;
using Xunit;
using static BpfSharp.Samples.Tests.EdgeBalancer.EdgeLab;

namespace BpfSharp.Samples.Tests.EdgeBalancer;

/// <summary>As large as it is made for, in the kernel.</summary>
public sealed class EdgeScaleTests
{
    private const int FlowCount = 5_000;

    /// <summary>The bound: the ideal share of flows that nobody remembers, and 2 percentage points; those that are remembered stay.</summary>
    [Theory]
    [InlineData("backend 10.97.0.42\n", "")]                                              // goes
    [InlineData("backend 10.97.0.42\n", "backend 10.97.0.42 weight 0\n")]                // is drained
    [InlineData("backend 10.97.0.99\n", "backend 10.97.0.99\nbackend 10.97.0.100\n")]    // comes
    public void One_of_a_hundred_backends_comes_or_goes_live(string from, string to)
    {
        KernelTest.Require();
        using EdgeObject edge = EdgeLoader.Load();
        var store = new EdgeStore(edge);
        string text = "source 10.99.0.0\nvip tcp 10.100.0.1 port 80\n" + string.Concat(Enumerable.Range(0, 100).Select(static i => $"backend 10.97.0.{i}\n"));
        Assert.Contains(from, text, StringComparison.Ordinal);
        Assert.Empty(store.Load(text));
        uint[] slots = [.. store.SlotsOf(store.Current.Vips[0])];
        string[] before = Targets(edge);
        string[] table = [.. slots.Select(s => store.Current.Vips[0].Backends.First(b => store.IndexOf(b) == s).Address.ToString())];

        Assert.Empty(store.Load(text.Replace(from, to, StringComparison.Ordinal)));
        VipEntry changed = store.Current.Vips[0];
        string[] after = [.. store.SlotsOf(changed).Select(s => changed.Backends.First(b => store.IndexOf(b) == s).Address.ToString())];
        double moved = table.Zip(after).Count(static s => s.First != s.Second) / (double)Edge.TableSize;
        Assert.InRange(moved, 0.009, 0.01 + 0.02);

        // A backend that is gone loses its flows; all others keep theirs.
        string[] now = Targets(edge);
        Assert.All(before.Zip(now), pair => Assert.True(pair.First == pair.Second || (to.Length == 0 && pair.First == "10.97.0.42")));
        Assert.True(before.Zip(now).Count(static p => p.First != p.Second) <= FlowCount * 0.02);
    }

    [Fact]
    public void A_million_listed_sources_and_as_many_networks()
    {
        KernelTest.Require();
        using EdgeObject edge = EdgeLoader.Load();
        const int Count = 1_000_000;
        Assert.Empty(new EdgeStore(edge).Load($"drop 203.0.113.7\ndrop 203.0.112.0/24\n{Text}"));
        edge.ListedSources.Set([.. Enumerable.Range(1, Count - 1).Select(static i => Mapped(0x0b00_0000 + (uint)i))], new uint[Count - 1]);
        edge.ListedNetworks.Set([.. Enumerable.Range(1, Count - 1).Select(static i => new Ipv6Prefix(Ipv6Address.FromWords(0x20010db8, (uint)i, 0, 0), 64))], new uint[Count - 1]);
        Assert.Equal(Count, edge.ListedSources.CountEntries());
        Assert.Equal(Count, edge.ListedNetworks.CountEntries());
        foreach (uint i in (uint[])[1, 77_777, Count - 1])
        {
            Assert.Equal(XdpAction.Drop, edge.Balance.Run(Packets.Tcp(Ipv4Address.FromHostOrder(0x0b00_0000 + i), Web, 4000, 80)).Verdict);
            Assert.Equal(XdpAction.Drop, edge.Balance.Run(Packets.Tcp(Ipv6Address.FromWords(0x20010db8, i, 3, 4), Web6, 4000, 80)).Verdict);
        }

        Assert.Equal(XdpAction.Tx, edge.Balance.Run(Packets.Tcp(Ipv4Address.FromHostOrder(0x0b00_0000 + Count), Web, 4000, 80)).Verdict);
        Assert.Equal(XdpAction.Tx, edge.Balance.Run(Packets.Tcp(Ipv6Address.FromWords(0x20010db8, Count, 3, 4), Web6, 4000, 80)).Verdict);
        Assert.NotEqual(XdpAction.Drop, edge.Balance.Run(Packets.Tcp("203.0.114.7", Web.ToString(), 4000, 80)).Verdict);
    }

    [Fact]
    public void A_million_flows_are_remembered_at_once()
    {
        KernelTest.Require();
        using EdgeObject edge = EdgeLoader.Load();
        var store = new EdgeStore(edge);
        Assert.Empty(store.Load(Text));
        const int Count = 1_000_000;
        uint vip = edge.Vips[store.Current.Vips[0].Key].Number;
        uint backend = store.IndexOf(store.Current.Vips[0].Backends[1]);
        uint generation = edge.Backends[backend].Generation;
        ConnectionKey[] keys = [.. Enumerable.Range(0, Count).Select(i => new ConnectionKey(Mapped(0x0a62_0000 + ((uint)i >> 4)), (ushort)(1024 + (i & 15)), vip))];
        var places = new Place[Count];
        Array.Fill(places, new Place(backend, generation));
        edge.Connections.Set(keys, places);
        Assert.InRange(edge.Connections.CountEntries(), Count * 99 / 100, Count); // the kernel evicts a few before it has to
        for (int i = Count / 2; i < Count; i += 50_000)
            Assert.Equal("10.97.2.2", Target(edge.Balance.Run(Packets.Tcp(Ipv4Address.FromHostOrder(0x0a62_0000 + ((uint)i >> 4)), Web, (ushort)(1024 + (i & 15)), 80)).Packet));
        Assert.Equal(10ul, edge.Tallies[(uint)Tally.Known].Aggregate(0ul, static (sum, c) => sum + c.Packets));
    }

    private static Ipv6Address Mapped(uint address) => Ipv6Address.FromWords(0, 0, 0xffff, address);

    private static string[] Targets(EdgeObject edge) =>
        [.. Enumerable.Range(0, FlowCount).Select(i => Target(edge.Balance.Run(Packets.Tcp(Client, Web, (ushort)(10_000 + i), 80)).Packet))];
}
