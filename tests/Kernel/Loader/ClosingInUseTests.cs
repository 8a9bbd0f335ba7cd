using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using BpfSharp.Kernel.Tests.Infrastructure;
using BpfSharp.Loader;
using BpfSharp.Views;
using Xunit;

namespace BpfSharp.Kernel.Tests.Loader;

/// <summary>Objects that are disposed while other threads use them: each use ends as it should or says that the object was disposed; nothing else, and no other descriptor is hit.</summary>
[Collection(AloneCollection.Name)]
public sealed class ClosingInUseTests
{
    [Fact]
    public void Disposing_an_object_that_threads_use_ends_their_use_cleanly()
    {
        KernelTest.Require();
        byte[] packet = new byte[64];
        for (int round = 0; round < 15; round++)
        {
            EventProgramsObject loaded = EventProgramsLoader.Load(static o => o.Ring.MaxEntries = 1 << 14);
            Action<EventProgramsObject>[] uses =
            [
                o => o.Write.Run(packet),
                static o => o.Ring.ReadAvailable(static (in EventPrograms.Sample _) => { }),
                static o => o.Failed = 1,
                static o => _ = o.Written,
                static o => o.Write.ReadStatistics(),
                static o => o.Reports.ReadAvailable(static (int _, in EventPrograms.Sample _, ReadOnlySpan<byte> _) => { }),
            ];
            var unexpected = new List<Exception>();
            int running = 0;
            Thread[] threads = [.. uses.Select(use => new Thread(() =>
            {
                Interlocked.Increment(ref running);
                try
                {
                    while (true)
                        use(loaded);
                }
                catch (ObjectDisposedException)
                {
                    // What is disposed says so.
                }
                catch (Exception e)
                {
                    lock (unexpected)
                        unexpected.Add(e);
                }
            }))];
            Array.ForEach(threads, static t => t.Start());
            SpinWait.SpinUntil(() => Volatile.Read(ref running) == threads.Length);
            Thread.Sleep(round);
            loaded.Dispose();
            Assert.All(threads, static t => Assert.True(t.Join(TimeSpan.FromSeconds(20)), "a use does not end"));
            Assert.Empty(unexpected);
        }
    }
}
