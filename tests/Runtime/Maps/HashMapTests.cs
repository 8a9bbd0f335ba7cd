using System;
using System.Collections.Generic;
using System.Linq;
using BpfSharp.Runtime.Tests.Programs;
using BpfSharp.Views;
using CsCheck;
using Xunit;

namespace BpfSharp.Runtime.Tests.Maps;

public sealed class HashMapTests
{
    private static readonly HashMap<uint, long> s_map = new(maxEntries: 4);

    [Fact]
    public void Behaves_like_a_dictionary_with_a_limit() =>
        Gen.Select(Gen.Int[0, 6], Gen.UInt[0, 6], Gen.Long).List[0, 60].Sample(static steps =>
        {
            using var probe = new Probe(s_map);
            var model = new Dictionary<uint, long>();
            probe.Run(_ =>
            {
                foreach ((int operation, uint key, long value) in steps)
                    Step(model, operation, key, value);
            });
            IHashMapView<uint, long> view = probe.Views.Hash<uint, long>("map0");
            Assert.Equal(model.OrderBy(static e => e.Key), view.OrderBy(static e => e.Key));
            Assert.Equal(model.Count, view.CountEntries());
        });

    [Fact]
    public void Errors_are_the_kernels()
    {
        using var probe = new Probe(s_map);
        probe.Run(_ =>
        {
            Assert.Equal(-2, s_map.Update(1, 1, MapUpdate.Change));
            for (uint key = 0; key < 4; key++)
                Assert.Equal(0, s_map.Update(key, 1, MapUpdate.Add));
            Assert.Equal(-17, s_map.Update(1, 1, MapUpdate.Add));
            Assert.Equal(-7, s_map.Update(9, 1));
            Assert.Equal(-22, s_map.Update(1, 1, (MapUpdate)3));
            Assert.Equal(0, s_map.Update(1, 1, MapUpdate.Change));
        });
    }

    [Fact]
    public void References_change_the_value_and_outlive_removal()
    {
        using var probe = new Probe(s_map);
        probe.Run(_ =>
        {
            s_map.Set(1, 10);
            ref long value = ref s_map[1];
            value++;
            Assert.True(s_map.TryGetRef(1, out Ref<long> same));
            same.Value += 5;
            Assert.Equal(16, value);
            // The kernel gives a replaced value a new element; what refers to the old one keeps it until the element is given away.
            s_map.Set(1, 100);
            value = 3;
            Assert.True(s_map.TryGetValue(1, out long now));
            Assert.Equal(100, now);
            Assert.True(s_map.Remove(1));
            same.Value = 4;
            Assert.False(s_map.ContainsKey(1));
        });
    }

    [Fact]
    public void Elements_are_given_to_other_entries()
    {
        using var probe = new Probe(s_map);
        probe.Run(_ =>
        {
            s_map.Set(1, 10);
            s_map.Set(2, 20);
            ref long replaced = ref s_map[1];
            s_map.Set(1, 11);
            Assert.Equal(10, replaced);
            // The element of what was replaced is for the next that is replaced, not for what is added.
            s_map.Set(3, 30);
            Assert.Equal(10, replaced);
            s_map.Set(2, 21);
            replaced++;
            Assert.Equal(22, s_map[2]);

            ref long removed = ref s_map[3];
            Assert.True(s_map.Remove(3));
            s_map.Set(2, 40);
            Assert.Equal(30, removed);
            s_map.Set(4, 50);
            removed++;
            Assert.Equal(51, s_map[4]);
        });
    }

    [Fact]
    public void Missing_entries_are_absent_or_a_fault()
    {
        using var probe = new Probe(s_map);
        probe.Run(_ =>
        {
            Assert.False(s_map.TryGetValue(7, out long value));
            Assert.Equal(0, value);
            Assert.False(s_map.TryGetRef(7, out Ref<long> reference));
            Assert.True(reference.IsAbsent);
        });
        XdpResult result = probe.XdpProgram(static _ => (XdpAction)s_map[7]).Run(new byte[14]);
        Assert.Equal((XdpAction.Aborted, FaultKind.MissingMapEntry), (result.Verdict, result.Fault!.Kind));
        result = probe.XdpProgram(static _ =>
        {
            s_map.TryGetRef(7, out Ref<long> reference);
            return (XdpAction)reference.Value;
        }).Run(new byte[14]);
        Assert.Equal(FaultKind.NullReference, result.Fault!.Kind);
    }

    [Fact]
    public void User_space_is_told_by_exceptions()
    {
        using var probe = new Probe(s_map);
        IHashMapView<uint, long> view = probe.Views.Hash<uint, long>("map0");
        Assert.Throws<KeyNotFoundException>(() => view[1]);
        for (uint key = 0; key < 4; key++)
            view[key] = key;
        Assert.False(view.TryAdd(1, 5));
        Assert.Contains("full", Assert.Throws<InvalidOperationException>(() => view[9] = 1).Message);
        Assert.Contains("full", Assert.Throws<InvalidOperationException>(() => view.TryAdd(9, 1)).Message);
        Assert.True(view.Remove(2));
        Assert.False(view.Remove(2));
        Assert.True(view.TryAdd(9, 1));
        Assert.Equal(4u, view.MaxEntries);
        view.Clear();
        Assert.Empty(view);
    }

    private static void Step(Dictionary<uint, long> model, int operation, uint key, long value)
    {
        bool exists = model.ContainsKey(key);
        bool full = model.Count == 4;
        switch (operation)
        {
            case 0:
                Assert.Equal(exists || !full, s_map.Set(key, value));
                if (exists || !full)
                    model[key] = value;
                break;
            case 1:
                Assert.Equal(!exists && !full, s_map.TryAdd(key, value));
                if (!full)
                    model.TryAdd(key, value);
                break;
            case 2:
                Assert.Equal(exists, s_map.TryUpdate(key, value));
                if (exists)
                    model[key] = value;
                break;
            case 3:
                Assert.Equal(model.Remove(key), s_map.Remove(key));
                break;
            case 4:
                Assert.Equal(exists, s_map.TryGetRef(key, out Ref<long> found));
                if (exists)
                    model[key] = found.Value += 3;
                break;
            default:
                Assert.Equal(exists, s_map.ContainsKey(key));
                Assert.Equal(exists, s_map.TryGetValue(key, out long read));
                Assert.Equal(model.GetValueOrDefault(key), read);
                break;
        }
    }
}
