using System;
using System.Collections.Generic;
using System.Linq;
using BpfSharp.Kernel.Tests.Infrastructure;
using BpfSharp.Views;
using Xunit;

namespace BpfSharp.Kernel.Tests.Loader;

/// <summary>Records of a ring buffer read in place, and given back.</summary>
public sealed class RingLeaseTests
{
    private static readonly byte[] s_packet = new byte[64];

    [Fact]
    public void Lease_gives_records_in_order_and_back_at_its_end()
    {
        KernelTest.Require();
        using EventProgramsObject loaded = EventProgramsLoader.Load(static o => o.Ring.MaxEntries = 4096);
        var numbers = new List<ulong>();
        // 24 bytes a record: the ring wraps around many times, and discarded records lie between.
        for (int round = 0; round < 100; round++)
        {
            for (int i = 0; i < 50; i++)
            {
                loaded.Write.Run(s_packet);
                if (i % 7 == 0)
                    loaded.Discard.Run(s_packet);
            }
            foreach (ref readonly EventPrograms.Sample sample in loaded.Ring.Lease())
                numbers.Add(sample.Number);
        }
        Assert.Equal(Enumerable.Range(0, 5000).Select(static i => (ulong)i), numbers);
        Assert.Equal(0ul, loaded.Failed);
    }

    [Fact]
    public void Leased_records_are_taken_as_far_as_they_were_given_out()
    {
        KernelTest.Require();
        using EventProgramsObject loaded = EventProgramsLoader.Load();
        loaded.Write.MeasureNanoseconds(s_packet, 10);
        foreach (ref readonly EventPrograms.Sample sample in loaded.Ring.Lease())
        {
            if (sample.Number == 3)
                break;
        }
        Assert.True(loaded.Ring.TryRead(out EventPrograms.Sample next));
        Assert.Equal(4ul, next.Number);
        using (RingBufferLease<EventPrograms.Sample> lease = loaded.Ring.Lease())
        {
            Assert.Throws<InvalidOperationException>(() => loaded.Ring.TryRead(out _));
            Assert.Throws<InvalidOperationException>(() => loaded.Ring.Lease().Dispose());
        }
        Assert.Equal(5, loaded.Ring.ReadAvailable(static (in EventPrograms.Sample _) => { }));
    }

    [Fact]
    public void Long_lease_gives_room_back_on_the_way()
    {
        KernelTest.Require();
        using EventProgramsObject loaded = EventProgramsLoader.Load(static o => o.Ring.MaxEntries = 4096);
        while (loaded.Failed == 0)
            loaded.Write.Run(s_packet);
        ulong full = loaded.Written;
        int seen = 0;
        foreach (ref readonly EventPrograms.Sample sample in loaded.Ring.Lease())
        {
            // After half of the ring at least a quarter has been given back.
            if (++seen == (int)full / 2)
                loaded.Write.Run(s_packet);
        }
        Assert.Equal((full + 1, 1ul), (loaded.Written, loaded.Failed));
        // The lease covers what there was when it began.
        Assert.Equal((int)full, seen);
        Assert.True(loaded.Ring.TryRead(out EventPrograms.Sample last));
        Assert.Equal(full, last.Number);
    }

    [Fact]
    public void Simulated_lease_gives_the_same()
    {
        KernelTest.Require();
        using var simulation = new EventProgramsSimulation();
        using EventProgramsObject loaded = EventProgramsLoader.Load();
        Assert.Equal(Steps(loaded), Steps(simulation));
    }

    private static List<string> Steps(IEventPrograms programs)
    {
        var steps = new List<string>();
        for (int i = 0; i < 20; i++)
        {
            programs.Write.Run(s_packet);
            if (i % 3 == 0)
                programs.Discard.Run(s_packet);
        }
        foreach (ref readonly EventPrograms.Sample sample in programs.Ring.Lease())
        {
            steps.Add($"{sample.Number}/{sample.Kind}");
            if (sample.Number == 11)
                break;
        }
        steps.Add("rest");
        foreach (ref readonly EventPrograms.Sample sample in programs.Ring.Lease())
            steps.Add($"{sample.Number}/{sample.Kind}");
        steps.Add($"left {programs.Ring.TryRead(out _)}");
        return steps;
    }
}
