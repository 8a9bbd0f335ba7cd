using System.Linq;
using BpfSharp.Runtime.Tests.Programs;
using Xunit;

namespace BpfSharp.Runtime.Tests.Maps;

public sealed class LruHashMapTests
{
    private static readonly LruHashMap<uint, uint> s_map = new(maxEntries: 3);

    [Fact]
    public void A_full_map_evicts_what_was_used_least_recently()
    {
        using var probe = new Probe(s_map);
        probe.Run(_ =>
        {
            for (uint key = 1; key <= 3; key++)
                Assert.True(s_map.Set(key, key));
            Assert.True(s_map.ContainsKey(1));
            Assert.True(s_map.TryAdd(4, 4));
            Assert.False(s_map.ContainsKey(2));
            Assert.True(s_map.TryUpdate(3, 33));
            Assert.True(s_map.Set(5, 5));
            Assert.False(s_map.ContainsKey(1));
            Assert.True(s_map.Remove(4));
            Assert.False(s_map.Remove(4));
            Assert.True(s_map.Set(6, 6));
        });
        Assert.Equal([(3u, 33u), (5u, 5u), (6u, 6u)], probe.Views.Hash<uint, uint>("map0").Select(static e => (e.Key, e.Value)).Order());
    }

    [Fact]
    public void Updates_are_refused_as_by_a_hash_map()
    {
        using var probe = new Probe(s_map);
        probe.Run(_ =>
        {
            Assert.Equal(-2, s_map.Update(1, 1, MapUpdate.Change));
            Assert.Equal(0, s_map.Update(1, 1, MapUpdate.Add));
            Assert.Equal(-17, s_map.Update(1, 1, MapUpdate.Add));
        });
    }
}
