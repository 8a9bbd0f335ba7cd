using System;
using System.Diagnostics;
using System.Globalization;
using System.Threading.Tasks;
using BpfSharp.Kernel.Tests.Infrastructure;
using Xunit;

namespace BpfSharp.Kernel.Tests.Loader;

/// <summary>A reader that falls behind its producer. It needs the processors, so it runs alone.</summary>
[Collection(AloneCollection.Name)]
public sealed class SlowReaderTests
{
    private static readonly byte[] s_packet = new byte[64];

    /// <summary>A reader that sleeps while programs write: what was written was read, what was not was counted. BPFSHARP_SLOW_READER_SECONDS=60 for the long run.</summary>
    [Fact]
    public async Task Slow_reader_loses_events_and_all_are_accounted_for()
    {
        KernelTest.Require();
        string? seconds = Environment.GetEnvironmentVariable("BPFSHARP_SLOW_READER_SECONDS");
        TimeSpan duration = TimeSpan.FromSeconds(seconds is null ? 2 : int.Parse(seconds, CultureInfo.InvariantCulture));
        using EventProgramsObject loaded = EventProgramsLoader.Load(static o =>
        {
            o.Ring.MaxEntries = 1 << 14;
            o.Reports.BytesPerCpu = 1 << 13;
        });
        var clock = Stopwatch.StartNew();
        ulong produced = 0;
        Task writing = Task.Run(() =>
        {
            while (clock.Elapsed < duration)
            {
                loaded.Write.MeasureNanoseconds(s_packet, 1000);
                loaded.Report.MeasureNanoseconds(s_packet, 1000);
                produced += 2000;
            }
        });
        ulong records = 0, reports = 0;
        ulong last = 0;
        bool isOrdered = true;
        do
        {
            foreach (ref readonly EventPrograms.Sample sample in loaded.Ring.Lease())
            {
                isOrdered &= records == 0 || sample.Number > last;
                last = sample.Number;
                records++;
            }
            reports += (ulong)loaded.Reports.ReadAvailable(static (int _, in EventPrograms.Sample _, ReadOnlySpan<byte> _) => { });
            await Task.Delay(20);
        }
        while (!writing.IsCompleted);
        await writing;
        records += (ulong)loaded.Ring.ReadAvailable(static (in EventPrograms.Sample _) => { });
        reports += (ulong)loaded.Reports.ReadAvailable(static (int _, in EventPrograms.Sample _, ReadOnlySpan<byte> _) => { });

        Assert.True(isOrdered);
        Assert.True(loaded.Failed > 0, "the reader was not slow enough");
        Assert.Equal(produced, loaded.Written + loaded.Failed);
        Assert.Equal(loaded.Written, records + reports);
        // The kernel tells of lost perf events with a later one.
        Assert.InRange(loaded.Reports.LostCount, 1ul, loaded.Failed);
    }
}
