using System;
using System.Collections.Generic;
using System.Linq;
using BpfSharp.Protocols;
using BpfSharp.Runtime.Tests.Programs;
using BpfSharp.Views;
using CsCheck;
using Xunit;

namespace BpfSharp.Runtime.Tests.Maps;

public sealed class LpmTrieMapTests
{
    private static readonly LpmTrieMap<Ipv4Prefix, int> s_map = new(maxEntries: 100);
    private static readonly LpmTrieMap<Ipv6Prefix, int> s_small = new(maxEntries: 2);

    // Few distinct bits, so that prefixes nest.
    private static readonly Gen<Ipv4Prefix> s_prefixes =
        Gen.Select(Gen.UInt[0, 15], Gen.UInt[0, 15], Gen.Int[0, 32])
            .Select(static (high, low, length) => new Ipv4Prefix(Ipv4Address.FromHostOrder((high << 28) | low), length));

    [Fact]
    public void Finds_the_longest_prefix_that_contains_the_key() =>
        Gen.Select(s_prefixes.List[0, 30], s_prefixes.List[1, 20]).Sample(static (prefixes, keys) =>
        {
            using var probe = new Probe(s_map);
            probe.Run(_ =>
            {
                for (int i = 0; i < prefixes.Count; i++)
                    Assert.True(s_map.Set(prefixes[i], i));
                foreach (Ipv4Prefix key in keys)
                {
                    int expected = Longest(prefixes, key);
                    Assert.Equal(expected >= 0, s_map.TryGetValue(key, out int found));
                    Assert.Equal(Math.Max(expected, 0), found);
                }
            });
            Assert.Equal(prefixes.Distinct().Count(), probe.Views.Hash<Ipv4Prefix, int>("map0").CountEntries());
        });

    [Fact]
    public void Removal_takes_exactly_the_prefix_given()
    {
        using var probe = new Probe(s_map);
        IHashMapView<Ipv4Prefix, int> view = probe.Views.Hash<Ipv4Prefix, int>("map0");
        view[Ipv4Prefix.Parse("10.0.0.0/8")] = 8;
        view[Ipv4Prefix.Parse("10.1.0.0/16")] = 16;
        Assert.False(view.Remove(Ipv4Prefix.Parse("10.1.2.3")));
        Assert.Equal(16, view[Ipv4Prefix.Parse("10.1.2.3")]);
        Assert.True(view.Remove(Ipv4Prefix.Parse("10.1.0.0/16")));
        Assert.Equal(8, view[Ipv4Prefix.Parse("10.1.2.3")]);
        Assert.Equal([KeyValuePair.Create(Ipv4Prefix.Parse("10.0.0.0/8"), 8)], view);
    }

    [Fact]
    public void Errors_are_the_kernels()
    {
        using var probe = new Probe(s_small);
        probe.Run(_ =>
        {
            Assert.Equal(0, s_small.Update(Ipv6Prefix.Parse("2001:db8::/32"), 1));
            Assert.Equal(-17, s_small.Update(Ipv6Prefix.Parse("2001:db8::/32"), 1, MapUpdate.Add));
            Assert.Equal(0, s_small.Update(Ipv6Prefix.Parse("::/0"), 0));
            Assert.Equal(-28, s_small.Update(Ipv6Prefix.Parse("2001:db8::/33"), 2));
            Assert.Equal(-2, s_small.Update(Ipv6Prefix.Parse("2001:db8::/33"), 2, MapUpdate.Change));
            Assert.Equal(0, s_small.Update(Ipv6Prefix.Parse("2001:db8::/32"), 3));
            Assert.Equal(3, s_small[Ipv6Prefix.Parse("2001:db8::1")]);
            Assert.Equal(0, s_small[Ipv6Prefix.Parse("2001:db9::1")]);
        });
    }

    private static int Longest(List<Ipv4Prefix> prefixes, Ipv4Prefix key)
    {
        int best = -1;
        for (int i = 0; i < prefixes.Count; i++)
        {
            bool contains = prefixes[i].Length <= key.Length && prefixes[i].Contains(key.Address);
            if (contains && (best < 0 || prefixes[i].Length >= prefixes[best].Length))
                best = i;
        }

        return best;
    }
}
